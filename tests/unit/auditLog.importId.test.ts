import { expect, it } from "vitest";
import { instantOf } from "@/modules/auditLog/capture/id";
import { importId, orderOf } from "@/modules/auditLog/import/importId";

const at = Date.UTC(2024, 1, 29, 10, 20, 30);
const identity = { name: "activity", key: "17", order: 17 };

it("is a UUIDv7 of the row's instant, the same each time", () => {
  const id = importId(at, identity);
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(instantOf(id)).toEqual(new Date(at));
  expect(importId(at + 1, identity)).not.toBe(id);
  expect(importId(at, { ...identity })).toBe(id);
  // As it was made by the first release that could: another way of making it would double what is imported already.
  expect(id).toBe("018df461-3db0-7000-8011-69f4692cd07b");
});

it("tells names, keys and where one ends and the other begins", () => {
  const ids = [
    importId(at, identity),
    importId(at, { ...identity, name: "other" }),
    importId(at, { ...identity, key: "18" }),
    importId(at, { ...identity, name: "activity1", key: "7" }),
    importId(at, { ...identity, order: null }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

it("keeps the order of rows of one instant", () => {
  const orders = [0, 1, 16_383, 16_384, 2 ** 26 - 1];
  const ids = orders.map((order) => importId(at, { name: "activity", key: String(order), order }));
  expect(ids.toSorted()).toEqual(ids);
  expect(orderOf(2 ** 26 + 5)).toBe(5);
  expect(orderOf(2 ** 60)).toBeNull();
});

it("is different for each of many rows of one instant that have no order", () => {
  const ids = Array.from({ length: 20_000 }, (_, n) =>
    importId(at, { name: "a", key: `k${n}`, order: null }),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
