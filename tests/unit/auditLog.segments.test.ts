import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstIdAt } from "@/modules/auditLog/capture/id";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import { segmentsOf } from "@/modules/auditLog/reading/segments";

const firstId = "00000000-0000-0000-0000-000000000000";
const now = new Date("2026-03-10T12:00:00Z");
const at = (instant: string) => firstIdAt(new Date(instant));

/** Where each begins, newest first, as months. */
function bordersOf(range: { from?: string | null; before: string }, clock = now): string[] {
  const { since } = segmentsOf({ from: null, ...range }, clock);
  return since.map((id) => (id === firstId ? "the beginning" : monthOf(id)));
}

function monthOf(id: string): string {
  return new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toISOString();
}

describe("the newest segment", () => {
  it("is this month and all that is ahead of it", () => {
    expect(bordersOf({ before: lastId })).toEqual([
      "2026-03-01T00:00:00.000Z",
      "2026-02-01T00:00:00.000Z",
      "2025-12-01T00:00:00.000Z",
      "2025-06-01T00:00:00.000Z",
      "the beginning",
    ]);
  });

  it("is the month of a place far back", () => {
    expect(bordersOf({ before: at("2024-01-31T23:59:59.999Z") })).toEqual([
      "2024-01-01T00:00:00.000Z",
      "2023-12-01T00:00:00.000Z",
      "2023-10-01T00:00:00.000Z",
      "2023-04-01T00:00:00.000Z",
      "the beginning",
    ]);
  });

  it("is the month before where a place is a month's first instant", () => {
    const before = at("2024-01-01T00:00:00Z");
    expect(bordersOf({ before })[0]).toBe("2023-12-01T00:00:00.000Z");
    const next = before.replace(/0$/, "1");
    expect(bordersOf({ before: next })[0]).toBe("2024-01-01T00:00:00.000Z");
  });

  it("is this month, also of a place that a clock gone wrong put years ahead", () => {
    expect(bordersOf({ before: at("2090-07-15T00:00:00Z") })[0]).toBe("2026-03-01T00:00:00.000Z");
  });

  it("begins at the month of UTC, on its last and its first instant", () => {
    const borderAt = (clock: string) => bordersOf({ before: lastId }, new Date(clock))[0];
    expect(borderAt("2026-02-28T23:59:59.999Z")).toBe("2026-02-01T00:00:00.000Z");
    expect(borderAt("2026-03-01T00:00:00.000Z")).toBe("2026-03-01T00:00:00.000Z");
  });

  it("is the only one where a window begins in it", () => {
    const from = at("2026-03-05T00:00:00Z");
    expect(segmentsOf({ from, before: lastId }, now)).toEqual({ since: [from], before: [lastId] });
  });

  it("is the only one where a window begins with it", () => {
    const from = at("2026-03-01T00:00:00Z");
    expect(segmentsOf({ from, before: lastId }, now)).toEqual({ since: [from], before: [lastId] });
  });
});

const id = fc.uuid().map((uuid) => uuid.toLowerCase());
const idNear = fc
  .date({ min: new Date("2023-01-01"), max: new Date("2028-01-01"), noInvalidDate: true })
  .map(firstIdAt);
const anyId = fc.oneof(id, idNear, fc.constantFrom(firstId, lastId));

describe("segments", () => {
  it("hold every id of their range once, and no other", () => {
    fc.assert(
      fc.property(fc.option(anyId), anyId, fc.array(anyId), (from, before, others) => {
        const { since, before: ends } = segmentsOf({ from, before }, now);
        // The borders themselves are where one would be lost or read twice.
        for (const each of [...others, ...since, ...ends]) {
          const holding = since.filter((start, n) => each >= start && each < (ends[n] ?? ""));
          expect(holding).toHaveLength(each >= (from ?? firstId) && each < before ? 1 : 0);
        }
      }),
    );
  });

  it("follow each other, newest first", () => {
    fc.assert(
      fc.property(fc.option(anyId), anyId, (from, before) => {
        const { since, before: ends } = segmentsOf({ from, before }, now);
        expect(ends).toEqual([before, ...since.slice(0, -1)]);
        expect(since.at(-1)).toBe(from ?? firstId);
        expect(since.slice(0, -1)).toEqual(since.slice(0, -1).toSorted().toReversed());
      }),
    );
  });
});
