import { describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

const { changes } = auditLogService;
type Row = Record<string, unknown>;

const at = (iso: string) => new Date(iso);
const long = "x".repeat(9_000);

describe("nothing changed", () => {
  const alike: [string, Row, Row][] = [
    ["nothing given", { title: "a" }, {}],
    ["the same value", { title: "a", body: "b" }, { title: "a" }],
    ["undefined is left out of an update", { title: "a" }, { title: undefined }],
    ["null where there was nothing", {}, { archivedAt: null }],
    ["null where there was undefined", { archivedAt: undefined }, { archivedAt: null }],
    ["one instant in two dates", { at: at("2026-01-01T00:00:00Z") }, { at: at("2026-01-01T00:00:00Z") }],
    ["one instant as date and text", { at: at("2026-01-01T00:00:00Z") }, { at: "2026-01-01T00:00:00.000Z" }],
    ["arrays of the same", { tags: ["a", { b: 1 }] }, { tags: ["a", { b: 1 }] }],
    ["keys in another order", { plan: { a: 1, b: 2 } }, { plan: { b: 2, a: 1 } }],
    ["two NaN", { n: Number.NaN }, { n: Number.NaN }],
    ["long texts alike", { body: long }, { body: `${long}` }],
  ];
  it.each(alike)("%s", (_name, before, after) => {
    expect(changes(before, after)).toBeNull();
  });
});

describe("changed", () => {
  const newYear = { at: at("2026-01-01T00:00:00Z") };
  const different: [string, [before: Row, after: Row], unknown][] = [
    [
      "only the fields that differ",
      [
        { a: 1, b: 2, c: 3 },
        { a: 1, b: 20 },
      ],
      { b: { from: 2, to: 20 } },
    ],
    ["from null", [{ a: null }, { a: 1 }], { a: { from: null, to: 1 } }],
    ["to null", [{ a: 1 }, { a: null }], { a: { from: 1, to: null } }],
    ["a field that was missing", [{}, { a: 1 }], { a: { from: null, to: 1 } }],
    ["false and null", [{ a: null }, { a: false }], { a: { from: null, to: false } }],
    ["text and number", [{ a: "1" }, { a: 1 }], { a: { from: "1", to: 1 } }],
    ["empty text and nothing", [{ a: null }, { a: "" }], { a: { from: null, to: "" } }],
    ["a date", [{ at: null }, newYear], { at: { from: null, to: "2026-01-01T00:00:00.000Z" } }],
    ["an array's order", [{ a: [1, 2] }, { a: [2, 1] }], { a: { from: [1, 2], to: [2, 1] } }],
    [
      "what is nested",
      [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }],
      { a: { from: { b: [{ c: 1 }] }, to: { b: [{ c: 2 }] } } },
    ],
    ["a BigInt", [{ n: 1n }, { n: 2n }], { n: { from: "1", to: "2" } }],
  ];
  it.each(different)("%s", (_name, [before, after], expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  it("only where what is stored is cut", () => {
    const cut = `${"x".repeat(7_999)}…`;
    expect(changes({ body: `${long}a` }, { body: `${long}b` })).toEqual({ body: { from: cut, to: cut } });
    const [before, after] = [Array.from({ length: 5_000 }, () => 0), Array.from({ length: 5_000 }, () => 0)];
    after[4_999] = 1;
    expect(changes({ list: before }, { list: after })).toHaveProperty("list");
  });

  it("under a name that is an object's own in JavaScript", () => {
    const after: Row = Object.fromEntries([
      ["__proto__", 2],
      ["constructor", 2],
    ]);
    const found = changes<Row>({ constructor: 1 }, after) ?? {};
    expect(Object.entries(found)).toEqual([
      ["__proto__", { from: null, to: 2 }],
      ["constructor", { from: 1, to: 2 }],
    ]);
    expect(Reflect.get({}, "to")).toBeUndefined();
  });
});

it("leaves both rows as they were", () => {
  const [before, after] = [{ tags: ["a"], at: at("2026-01-01") }, { tags: ["b"] }];
  const found = changes(before, after);
  after.tags.push("later");
  expect(before).toEqual({ tags: ["a"], at: at("2026-01-01") });
  expect(found).toEqual({ tags: { from: ["a"], to: ["b"] } });
});
