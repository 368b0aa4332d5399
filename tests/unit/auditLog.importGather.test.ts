import { expect, it } from "vitest";
import { gather } from "@/modules/auditLog/import/gather";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Counts up, and tells how far it was asked, and whether it was left. */
function counting(count: number, failsAt = Number.NaN) {
  const seen = { asked: 0, isLeft: false };
  async function* items() {
    try {
      for (let at = 0; at < count; at++) {
        if (at === failsAt) throw new Error("no more");
        seen.asked = at + 1;
        yield at;
        await turn();
      }
    } finally {
      seen.isLeft = true;
    }
  }
  return { seen, items: items() };
}

it("hands over everything in order, whoever is slower", async () => {
  for (const turns of [0, 1, 5]) {
    const all: number[] = [];
    for await (const several of gather(counting(50).items, 4)) {
      expect(several.length).toBeGreaterThan(0);
      all.push(...several);
      for (let count = 0; count < turns; count++) await turn();
    }
    expect(all).toEqual(Array.from({ length: 50 }, (_, at) => at));
  }
});

it("reads no further ahead than it may", async () => {
  const { items, seen } = counting(50);
  const reader = gather(items, 4);
  await reader.next();
  for (let count = 0; count < 30; count++) await turn();
  expect(seen.asked).toBeLessThanOrEqual(1 + 4);
  expect((await reader.next()).value).toHaveLength(4);
});

it("hands over what came before a failure, and then fails", async () => {
  const all: number[] = [];
  const reading = (async () => {
    for await (const several of gather(counting(9, 7).items, 4)) all.push(...several);
  })();
  await expect(reading).rejects.toThrow("no more");
  expect(all).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it("stops the items when its reader stops", async () => {
  const { items, seen } = counting(50);
  for await (const _ of gather(items, 4)) break;
  for (let count = 0; count < 10; count++) await turn();
  expect(seen).toMatchObject({ isLeft: true });
  expect(seen.asked).toBeLessThan(10);
});

it("lets its reader go without waiting for an item that never comes", async () => {
  async function* items() {
    yield 1;
    await new Promise(() => {});
  }
  for await (const several of gather(items(), 4)) {
    expect(several).toEqual([1]);
    break;
  }
});

it("has nothing to hand over of nothing", async () => {
  for await (const several of gather(counting(0).items, 4)) expect(several).toEqual("nothing");
});
