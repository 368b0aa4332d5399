import { describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { entry, freshId, isStored, logAnything, rowOf } from "./auditLogSupport";

function nested(depth: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < depth; level++) value = { value };
  return value;
}

function circular() {
  const value: Record<string, unknown> = { name: "round" };
  value.self = [value];
  return value;
}

function revoked(target: object) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const refuse = (): never => {
  throw new Error("refused");
};
const throwing = new Proxy(
  {},
  { get: refuse, ownKeys: refuse, has: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse },
);
class Endless extends Map {
  override *[Symbol.iterator](): MapIterator<[unknown, unknown]> {
    for (;;) yield [1, 1];
  }
}
class Lying extends Date {
  override toISOString(): string {
    return "\0";
  }
}

const values: [string, unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 12],
  ["NaN", Number.NaN],
  ["a BigInt", 12n],
  ["a symbol", Symbol("s")],
  ["a function", () => 1],
  ["NUL", "a\0b"],
  ["lone surrogates", "\uD800 \uDC00"],
  ["an invalid date", new Date(Number.NaN)],
  ["a date that lies", new Lying()],
  ["a map", new Map<unknown, unknown>([[{ a: 1 }, 1n]])],
  ["an endless map", new Endless()],
  ["a set", new Set([1, "\0"])],
  ["an error", new TypeError("went wrong", { cause: circular() })],
  ["a buffer", Buffer.alloc(5_000_000)],
  ["a cycle", circular()],
  ["a throwing getter", Object.defineProperty({ a: 1 }, "b", { get: refuse, enumerable: true })],
  ["a throwing proxy", throwing],
  ["a revoked proxy", revoked({})],
  ["a revoked array", revoked([])],
  ["10,000 levels", nested(10_000)],
  ["5 MB of text", "x".repeat(5_000_000)],
  ["5 MB in pieces", Array.from({ length: 5_000 }, () => "y".repeat(1_000))],
  [
    "many long keys",
    Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`${at}`.padEnd(2_000, "k"), at])),
  ],
  ["a sparse array", Object.assign([], { length: 4_000_000_000 })],
  ["a __proto__ key", JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toJSON": 2}')],
  ["a class without prototype", Object.create(null)],
];

const fields = [
  "actor",
  "actorId",
  "organizationId",
  "action",
  "outcome",
  "resourceType",
  "resourceId",
  "resourceName",
  "changes",
  "metadata",
  "related",
  "occurredAt",
];

async function storedRow(input: unknown) {
  const receipt = await logAnything(input);
  expect(receipt.status).toBe("stored");
  const row = await rowOf(receipt.id);
  expect(row.metadata).toEqual(expect.any(Object));
  expect(Array.isArray(row.metadata)).toBe(false);
  expect(JSON.stringify(row).length).toBeLessThan(600_000);
  const page = await auditLogService.search({ allOrganizations: true }, { limit: 1 });
  expect(page.entries).toHaveLength(1);
  return row;
}

describe.each(values)("%s", (_name, value) => {
  it("is stored as a whole entry", async () => {
    expect(await storedRow(value)).toHaveProperty("metadata");
  });

  it.each(fields)("is stored as %s", async (field) => {
    expect(await storedRow({ ...entry(), [field]: value })).toHaveProperty("metadata");
  });

  it("is stored inside of what holds free values", async () => {
    const each = {
      changes: { field: { from: value, to: [value] } },
      metadata: { value, more: [value] },
      related: [value, { type: value, id: value }, { type: "project", id: "1" }],
      actor: { type: value, id: value, name: value, organizationId: value, impersonator: value },
    };
    const row = await storedRow({ ...entry(), ...each });
    expect(row.metadata).toHaveProperty("value");
  });
});

it("pollutes no prototype", () => {
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

it("says of each value the nearest that JSON has a word for", async () => {
  const metadata = {
    big: 12n,
    date: new Date(0),
    map: new Map([["a", 1]]),
    set: new Set(["b"]),
    error: new RangeError("too far"),
    bytes: Buffer.from("abc"),
    nan: Number.NaN,
    missing: undefined,
    text: `a\0b\uD800`,
    long: "x".repeat(10_000),
  };
  const row = await storedRow({ ...entry(), metadata });
  expect(row.metadata).toEqual({
    big: "12",
    date: "1970-01-01T00:00:00.000Z",
    map: [["a", 1]],
    set: ["b"],
    error: { name: "RangeError", message: "too far" },
    bytes: "[3 bytes]",
    nan: "NaN",
    missing: null,
    text: "a\uFFFDb\uFFFD",
    long: `${"x".repeat(7_999)}…`,
  });
});

it("marks what is circular, too deep, too much or unreadable", async () => {
  const metadata = {
    round: circular(),
    deep: nested(20),
    broken: Object.defineProperty({ a: 1 }, "b", { get: refuse, enumerable: true }),
    much: Array.from({ length: 5_000 }, (_, at) => at),
  };
  const { metadata: stored } = await storedRow({ ...entry(), metadata });
  expect(stored).toMatchObject({
    round: { name: "round", self: ["[circular]"] },
    broken: { a: 1, b: "[unreadable]" },
  });
  expect(JSON.stringify(stored)).toContain('"value":"[truncated]"');
  expect(JSON.stringify(stored)).toMatch(/1000,.*"\[truncated\]"\]/);
});

it("leaves what it is given unchanged", async () => {
  const given = {
    ...entry(),
    metadata: { list: [1, { a: 1 }], date: new Date(0) },
    related: [{ type: "a", id: "1" }],
  };
  const copy = structuredClone(given);
  await logAnything(given);
  expect(given).toEqual(copy);
  await logAnything(Object.freeze(given));
});

it("has copied it when it returns, before anything is awaited", async () => {
  const given = {
    ...entry(),
    metadata: { list: ["before"] },
    actor: { type: "user", id: "u", name: "Before" },
  };
  const [id, resourceId] = [logAnything(given), given.resourceId];
  given.resourceId = freshId();
  given.metadata.list[0] = "after";
  given.actor.name = "After";
  const row = await rowOf((await id).id);
  expect(row).toMatchObject({
    resource_id: resourceId,
    actor_name: "Before",
    metadata: { list: ["before"] },
  });
});

it("gives up an entry, not its caller, for a transaction that is none", async () => {
  for (const tx of [{}, null, 1, throwing]) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what types forbid is the test's subject
    const receipt = await logAnything(entry(), { tx } as never);
    expect(await isStored(receipt.id)).toBe(receipt.status === "stored");
  }
});
