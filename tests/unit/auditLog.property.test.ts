import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff } from "@/modules/auditLog/capture/changes";
import { clientAddress } from "@/modules/auditLog/capture/clientAddress";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { anything, hostile } from "./hostileValues";

const uuid = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const bounds = {
  organization_id: 256,
  actor_id: 256,
  actor_name: 512,
  impersonator_id: 256,
  impersonator_name: 512,
  action: 128,
  resource_type: 128,
  resource_id: 256,
  resource_name: 512,
};

/** What holds for every entry, whatever it was made of. */
function expectStorable(input: unknown) {
  const entry = toStoredEntry(input);
  const text = JSON.stringify(entry);
  expect(isDeepStrictEqual(JSON.parse(text), entry)).toBe(true);
  expect(strings(entry).filter((each) => each.includes("\0") || !each.isWellFormed())).toEqual([]);
  expect(entry.id).toMatch(uuid);
  expect(Date.parse(entry.created_at)).toBe(Number.parseInt(entry.id.replace("-", "").slice(0, 12), 16));
  for (const [field, limit] of Object.entries(bounds)) {
    const value: unknown = Reflect.get(entry, field);
    const isLine =
      value === null ||
      (typeof value === "string" &&
        value.length <= limit &&
        !/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(value));
    expect(isLine, `${field}: ${JSON.stringify(value)}`).toBe(true);
  }
  expect(JSON.stringify(entry.metadata).length).toBeLessThanOrEqual(256_000);
  expect(JSON.stringify(entry.changes).length).toBeLessThanOrEqual(256_000);
  expect(entry.related?.length ?? 0).toBeLessThanOrEqual(1_000);
  return entry;
}

/** Every key and text in it. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [key, ...strings(field)]);
}

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
const whole = fc.record(
  {
    ...Object.fromEntries(fields.map((field) => [field, anything])),
    actor: fc.oneof(
      anything,
      fc.record({
        type: anything,
        id: anything,
        name: anything,
        impersonator: fc.record({ id: anything, name: anything }),
      }),
    ),
    changes: fc.oneof(anything, fc.dictionary(fc.string(), fc.record({ from: anything, to: anything }))),
    metadata: fc.oneof(anything, fc.dictionary(fc.string(), anything)),
    related: fc.oneof(anything, fc.array(fc.record({ type: anything, id: anything }))),
  },
  { requiredKeys: [] },
);

describe("any entry", () => {
  it("is made storable, and what it was made of is left as it was", () => {
    fc.assert(
      fc.property(fc.clone(whole, 2), ([input, untouched]) => {
        expectStorable(input);
        expect(fc.stringify(input) === fc.stringify(untouched)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);

  it("is the same once it was through", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anything), (given) => {
        const once = toStoredEntry({ metadata: given });
        expect(toStoredEntry(JSON.parse(JSON.stringify(once))).metadata).toEqual(once.metadata);
      }),
      { numRuns: 500 },
    );
  });
});

describe.each(Object.entries(hostile))("%s", { timeout: 60_000 }, (_name, make) => {
  it("is stored as an entry, and as each of its fields", () => {
    expect(expectStorable(make()).metadata).toEqual(expect.any(Object));
    for (const field of fields)
      expectStorable({ action: "a.b", resourceType: "a", resourceId: "1", [field]: make() });
  });

  it("is stored inside of what holds free values", () => {
    const value = make();
    const { metadata } = expectStorable({
      changes: { field: { from: value, to: [value] }, other: value },
      metadata: { value, more: [value], map: new Map([["key", value]]) },
      related: [value, { type: value, id: value }],
      actor: { type: value, id: value, name: value, impersonator: value },
    });
    expect(metadata).toHaveProperty("value");
  });

  it("is compared", () => {
    const changes = diff<Record<string, unknown>>(
      { a: make(), b: { c: make() } },
      { a: 1, b: { c: make() } },
    );
    expect(changes === null || JSON.stringify(changes).length <= 256_000).toBe(true);
  });
});

it("any two rows are compared, bounded, and left as they were", () => {
  const row = fc.dictionary(fc.string(), anything, { maxKeys: 6 });
  fc.assert(
    fc.property(fc.clone(row, 2), fc.clone(row, 2), ([before, sameBefore], [after, sameAfter]) => {
      const changes = diff(before, after);
      expect(JSON.stringify(changes).length).toBeLessThanOrEqual(256_000);
      expect(diff(before, sameBefore)).toBeNull();
      expect(fc.stringify([before, after]) === fc.stringify([sameBefore, sameAfter])).toBe(true);
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

it("any header is an address or none", () => {
  const header = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.ipV4(),
    fc.ipV6(),
    fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())).map((parts) => parts.join(",")),
  );
  fc.assert(
    fc.property(header, fc.integer({ min: -1, max: 4 }), (sent, proxies) => {
      const address = clientAddress(sent, proxies);
      expect(address === null || /^[\da-f:.]+$/i.test(address)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
