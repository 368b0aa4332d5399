import { afterEach, describe, expect, it, vi } from "vitest";
import { makeId, makeIdAt } from "@/modules/auditLog/capture/id";

const instantIn = (id: string) => Number.parseInt(id.replace("-", "").slice(0, 12), 16);

afterEach(() => void vi.useRealTimers());

describe("an id", () => {
  it("is a UUIDv7 whose first 48 bits are its instant", () => {
    const before = Date.now();
    for (let count = 0; count < 10_000; count++) {
      const { id, at } = makeId();
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(instantIn(id)).toBe(at);
      expect(at).toBeGreaterThanOrEqual(before);
    }
  });

  it("is greater than every one before, within a millisecond and when the clock steps back", () => {
    vi.useFakeTimers({ now: Date.now() + 60_000 });
    const ids: string[] = [];
    for (const step of [0, 0, 1, -5_000, 0, -86_400_000, 3, 200_000_000]) {
      vi.setSystemTime(Date.now() + step);
      for (let count = 0; count < 5_000; count++) ids.push(makeId().id);
    }
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("ends in bits that are not counted", () => {
    const tails = Array.from({ length: 10_000 }, () => makeId().id.slice(-12));
    expect(new Set(tails).size).toBe(tails.length);
    const ones = tails
      .flatMap((tail) => Array.from(BigInt(`0x${tail}`).toString(2)))
      .filter((bit) => bit === "1");
    expect(ones.length / (tails.length * 48)).toBeCloseTo(0.5, 1);
  });
});

describe("an id of another instant", () => {
  it.each([0, 1, Date.UTC(2019, 4, 5), Date.UTC(9999, 11, 31)])("%i holds it", (at) => {
    const { id } = makeIdAt(at);
    expect(instantIn(id)).toBe(at);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("keeps the order of calls, and is without effect on ids of now", () => {
    const at = Date.UTC(2024, 1, 29);
    const ids = Array.from({ length: 100 }, () => makeIdAt(at).id);
    expect(ids.toSorted()).toEqual(ids);
    const far = makeIdAt(Date.UTC(9000, 1, 1)).id;
    expect(makeId().id < far).toBe(true);
  });
});
