import { describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

const { changes } = auditLogService;
type Row = Record<string, unknown>;

const at = (iso: string) => new Date(iso);
const opaque = new WeakSet();
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
    ["nested objects alike", { a: { b: 1, c: at("2026-01-01") } }, { a: { c: at("2026-01-01"), b: 1 } }],
    ["null and nothing in a nested object", { a: { b: null } }, { a: {} }],
    ["zero and minus zero", { n: 0 }, { n: -0 }],
    ["bytes alike", { k: Buffer.from("abc") }, { k: new Uint8Array([97, 98, 99]) }],
    ["URLs alike", { k: new URL("https://a.b") }, { k: new URL("https://a.b/") }],
    ["patterns alike", { k: /a/g }, { k: /a/g }],
    ["one object of a class", { k: [opaque] }, { k: [opaque] }],
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
      "what is nested, by its path",
      [
        { address: { city: "Oslo", zip: 1, geo: { at: 1 } } },
        { address: { city: "Bergen", zip: 1, geo: { at: 2 } } },
      ],
      { "address.city": { from: "Oslo", to: "Bergen" }, "address.geo.at": { from: 1, to: 2 } },
    ],
    [
      "what is nested in a list, as a whole",
      [{ a: [{ c: 1 }] }, { a: [{ c: 2 }] }],
      { a: { from: [{ c: 1 }], to: [{ c: 2 }] } },
    ],
    [
      "a nested field that went or came",
      [{ a: { x: 1, y: 1 } }, { a: { y: 1, z: 2 } }],
      { "a.x": { from: 1, to: null }, "a.z": { from: null, to: 2 } },
    ],
    ["an object in place of nothing", [{ a: null }, { a: { b: 1 } }], { a: { from: null, to: { b: 1 } } }],
    ["a list in place of an object", [{ a: { b: 1 } }, { a: [1] }], { a: { from: { b: 1 }, to: [1] } }],
    [
      "a date in an object",
      [{ a: { at: at("2026-01-01") } }, { a: { at: at("2026-01-02") } }],
      { "a.at": { from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" } },
    ],
    [
      "no path beside a name with a dot",
      [
        { "a.b": 1, a: { b: 1 } },
        { "a.b": 2, a: { b: 3 } },
      ],
      { "a.b": { from: 1, to: 2 }, a: { from: { b: 1 }, to: { b: 3 } } },
    ],
    [
      "no path through a name with a dot",
      [{ a: { "b.c": 1 } }, { a: { "b.c": 2 } }],
      { a: { from: { "b.c": 1 }, to: { "b.c": 2 } } },
    ],
    [
      "a Map",
      [{ a: new Map([["x", 1]]) }, { a: new Map([["x", 2]]) }],
      { a: { from: [["x", 1]], to: [["x", 2]] } },
    ],
    [
      "a password",
      [{ password: "one" }, { password: "two" }],
      { password: { from: "[redacted]", to: "[redacted]" } },
    ],
    [
      "a first password",
      [{ password: null }, { password: "two" }],
      { password: { from: null, to: "[redacted]" } },
    ],
    [
      "a nested secret",
      [{ smtp: { password: "a", port: 1 } }, { smtp: { password: "b", port: 1 } }],
      { "smtp.password": { from: "[redacted]", to: "[redacted]" } },
    ],
    [
      "under a secret's name",
      [{ credentials: { user: "a" } }, { credentials: { user: "b" } }],
      { "credentials.user": { from: "[redacted]", to: "[redacted]" } },
    ],
    [
      "what is named a secret beside it",
      [{ setting: { name: "password", value: "a" } }, { setting: { name: "password", value: "b" } }],
      {
        setting: {
          from: { name: "password", value: "[redacted]" },
          to: { name: "password", value: "[redacted]" },
        },
      },
    ],
    [
      "a secret in a text",
      [{ url: "https://u:a@h" }, { url: "https://u:b@h" }],
      { url: { from: "https://u:[redacted]@h", to: "https://u:[redacted]@h" } },
    ],
    [
      "bytes, also deep in a list",
      [
        { k: Buffer.from("abc"), list: [new ArrayBuffer(1)] },
        { k: Buffer.from("abd"), list: [Uint8Array.of(1)] },
      ],
      { k: { from: "[3 bytes]", to: "[3 bytes]" }, list: { from: ["[1 bytes]"], to: ["[1 bytes]"] } },
    ],
    [
      "URLs and their parameters",
      [
        { k: new URL("https://u:p@h/a"), q: new URLSearchParams("a=1") },
        { k: new URL("https://u:p@h/b"), q: new URLSearchParams("a=2") },
      ],
      {
        k: { from: "https://u:[redacted]@h/a", to: "https://u:[redacted]@h/b" },
        q: { from: "a=1", to: "a=2" },
      },
    ],
    ["a pattern's flags", [{ k: /a/g }, { k: /a/i }], { k: { from: "/a/g", to: "/a/i" } }],
    ["objects without fields", [{ k: opaque }, { k: new WeakSet() }], { k: { from: {}, to: {} } }],
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

describe("what is hostile", () => {
  const refuse = (): never => {
    throw new Error("refused");
  };
  const throwing = new Proxy<Row>({}, { get: refuse, ownKeys: refuse, getPrototypeOf: refuse });
  const broken: Row = Object.defineProperty({ a: 1 }, "b", { get: refuse, enumerable: true });

  it("throws nothing", () => {
    expect(changes<Row>({ a: throwing }, { a: 1 })).toEqual({ a: { from: "[unreadable]", to: 1 } });
    expect(changes(broken, { a: 2, b: 1 })).toEqual({ a: { from: 1, to: 2 }, b: { from: null, to: 1 } });
    expect(changes(throwing, { a: 1 })).toEqual({ a: { from: null, to: 1 } });
    expect(changes({ a: 1 }, throwing)).toBeNull();
  });

  it("stays within bounds: many fields, wide graphs, cycles", () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, index]));
    const found = changes<Row>({}, many) ?? {};
    expect(Object.keys(found).length).toBeLessThan(2_100);
    expect(found["[truncated]"]).toEqual({ from: "[truncated]", to: "[truncated]" });

    // A thousand million paths lead through it.
    const wide = (leaf: number) => {
      let node: Row = { leaf };
      for (let level = 0; level < 30; level++)
        node = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, node] as const));
      return node;
    };
    expect(JSON.stringify(changes({ a: wide(1) }, { a: wide(2) })).length).toBeLessThan(256_000);

    const [left, right]: Row[] = [{ n: 1 }, { n: 2 }];
    Object.assign(left ?? {}, { self: left });
    Object.assign(right ?? {}, { self: right });
    expect(changes({ a: left }, { a: right })).toMatchObject({
      "a.n": { from: 1, to: 2 },
      "a.self.n": { from: 1, to: 2 },
    });
  });
});

it("leaves both rows as they were", () => {
  const [before, after] = [{ tags: ["a"], at: at("2026-01-01") }, { tags: ["b"] }];
  const found = changes(before, after);
  after.tags.push("later");
  expect(before).toEqual({ tags: ["a"], at: at("2026-01-01") });
  expect(found).toEqual({ tags: { from: ["a"], to: ["b"] } });
});
