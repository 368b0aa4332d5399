import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { toDays } from "@/components/auditLog/days";
import { formatsOf } from "@/components/auditLog/formats";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { isRepeat } from "@/modules/auditLog/reading/repeats.types";
import { entryOf, toHtml, toText } from "./renderSupport";

const { dayOf } = formatsOf({ locale: "en", timeZone: "America/New_York" });
const minute = 60_000;

/** Entries newest first, each so many minutes before the one above it. */
function listOf(steps: readonly { minutes: number; change?: Partial<AuditLogEntry> }[]): AuditLogEntry[] {
  let at = Date.parse("2026-11-01T14:09:00Z");
  return steps.map(({ minutes, change }, position) => {
    at -= minutes * minute;
    return entryOf({ id: String(position), action: "post.updated", createdAt: new Date(at), ...change });
  });
}

const idsOf = (entries: readonly AuditLogEntry[]) =>
  toDays(entries, dayOf).flatMap(({ runs }) => runs.map((run) => run.map(({ id }) => id).join(" ")));

describe("a run", () => {
  it("holds neighbours that tell the same, however long it goes on", () => {
    expect(idsOf(listOf([0, 10, 10, 10, 11].map((minutes) => ({ minutes }))))).toEqual(["0 1 2 3", "4"]);
  });

  it.each<[string, Partial<AuditLogEntry>]>([
    ["actor", { actorId: "else" }],
    ["impersonator", { impersonatorId: "else" }],
    ["action", { action: "post.published" }],
    ["outcome", { outcome: "denied" }],
    ["resource", { resourceId: "else" }],
    ["metadata", { metadata: { reason: "else" } }],
  ])("ends at another %s, and what follows is a run of its own", (_, change) => {
    const list = listOf([{ minutes: 0 }, { minutes: 1, change }, { minutes: 1 }, { minutes: 1 }]);
    expect(idsOf(list)).toEqual(["0", "1", "2 3"]);
  });

  it("goes on over other changes of the same fields", () => {
    const change = { changes: { title: { from: "a", to: "b" } } };
    expect(idsOf(listOf([{ minutes: 0 }, { minutes: 1, change }]))).toEqual(["0 1"]);
  });

  it("doesn't cross a day of the viewer's zone", () => {
    const instants = ["2026-03-01T05:02Z", "2026-03-01T05:00Z", "2026-03-01T04:59Z", "2026-03-01T04:58Z"];
    const list = instants.map((at, id) => entryOf({ id: String(id), createdAt: new Date(at) }));
    expect(idsOf(list)).toEqual(["0 1", "2 3"]);
  });
});

/** As a reader of whole runs pages: at most so many a page, fewer where the page would end inside a run. */
function cut(list: readonly AuditLogEntry[], sizes: readonly number[]): AuditLogEntry[][] {
  const pages: AuditLogEntry[][] = [];
  let from = 0;
  for (let turn = 0; from < list.length; turn++) {
    let to = Math.min(list.length, from + (sizes[turn % sizes.length] ?? 1));
    while (to < list.length && isRepeatAt(list, to)) to++;
    pages.push(list.slice(from, to));
    from = to;
  }
  return pages;
}

function isRepeatAt(list: readonly AuditLogEntry[], at: number): boolean {
  const [newer, older] = [list[at - 1], list[at]];
  return newer !== undefined && older !== undefined && isRepeat(newer, older);
}

it("is the same wherever pages of whole runs end", () => {
  const step = fc.record({
    minutes: fc.constantFrom(0, 1, 9, 10, 11, 300),
    change: fc.constantFrom({}, { outcome: "denied" }, { resourceId: "else" }, { actorId: "else" }),
  });
  fc.assert(
    fc.property(
      fc.array(step),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (steps, sizes) => {
        const list = listOf(steps);
        expect(cut(list, sizes).flatMap(idsOf)).toEqual(idsOf(list));
      },
    ),
  );
});

it("would differ where a page ends inside a run", () => {
  const list = listOf([{ minutes: 0 }, { minutes: 1 }]);
  expect([list.slice(0, 1), list.slice(1)].flatMap(idsOf)).not.toEqual(idsOf(list));
});

describe("in a feed", () => {
  const changed = (from: string, to: string) => ({ changes: { title: { from, to } } });
  const list = listOf([
    { minutes: 0, change: { ...changed("b", "c"), resourceName: "Newest" } },
    { minutes: 3, change: changed("a", "b") },
    { minutes: 4 },
    { minutes: 20 },
  ]);
  const feed = (entries: AuditLogEntry[], locale = "en") => (
    <AuditLogFeed
      display={{ locale, timeZone: "America/New_York" }}
      load={() => Promise.resolve({ entries, nextCursor: null })}
    />
  );

  it("is one item, by the newest's sentence, that unfolds to each single entry", async () => {
    const markup = await toHtml(feed(list));
    expect(markup.match(/data-entry-id="\d"/g)).toEqual(
      ["0", "1", "2", "3"].map((id) => `data-entry-id="${id}"`),
    );
    const [, details = ""] = /<details[^>]*>(.*)<\/details>/s.exec(markup) ?? [];
    expect(details).toMatch(/^<summary[^>]*>3 times between 09:02 and 09:09<\/summary>/);
    expect(details.match(/<li/g)).toHaveLength(3);
    for (const time of ["09:09:00", "09:06:00", "09:02:00"]) {
      expect(details).toMatch(
        new RegExp(`<time [^>]*tabindex="0"[^>]*>${time}<span[^>]*>Nov 1, 2026, ${time} EST</span>`),
      );
    }
    expect(details.match(/<del/g)).toHaveLength(2);
    const text = await toText(feed(list));
    expect(text.match(/edited the post “Newest”/g)).toHaveLength(1);
    expect(text.match(/edited the post/g)).toHaveLength(2);
  });

  it("says one minute once", async () => {
    expect(await toText(feed(listOf([{ minutes: 0 }, { minutes: 0 }])))).toContain("2 times at 09:09");
  });

  it.each([
    [2, "مرتان بين"],
    [3, "3 مرات بين"],
    [11, "11 مرة بين"],
  ])("is counted in Arabic: %i", async (count, expected) => {
    const steps = Array.from({ length: count }, () => ({ minutes: 1 }));
    expect(await toText(feed(listOf(steps), "ar"))).toContain(expected);
  });
});
