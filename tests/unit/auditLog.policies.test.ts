import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";
import { diff } from "@/modules/auditLog/capture/changes";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { hashForSearch } from "@/modules/auditLog/capture/redaction/hash";
import { redactText } from "@/modules/auditLog/capture/redaction/text";

process.env["DATABASE_URL"] ??= "postgres://app@localhost/app";
process.env["AUTH_SECRET"] = "a-secret-for-tests-and-nothing-else";

// Another application's registry, as it would be taken there.
const { message } = vi.hoisted(() => ({ message: { en: "{actor} did it" } }));
vi.mock("@/auditActions", () => ({
  auditActions: defineAuditActions({
    "person.changed": {
      message,
      metadata: z.looseObject({
        email: z.string(),
        phone: z.string(),
        note: z.string(),
        card: z.object({ number: z.string(), brand: z.string(), owner: z.string() }),
        people: z.array(z.object({ email: z.string(), name: z.string() })),
        token: z.string(),
      }),
      redact: {
        email: "hash",
        phone: "mask",
        note: "drop",
        "card.number": "drop",
        "people.email": "hash",
        "who.email": "drop",
        "who.phone": "mask",
        "who.name": "hash",
        "who.token": "mask",
        token: "hash",
        "changes.address": "drop",
        "changes.card.number": "mask",
        "card.owner": "drop",
      },
    },
    "person.seen": { message },
  }),
}));

const of = { action: "person.changed", resourceType: "person", resourceId: "1" };
const metadata = (given: unknown, more = {}) => toStoredEntry({ ...of, metadata: given, ...more }).metadata;
const changes = (given: unknown) => toStoredEntry({ ...of, changes: given }).changes;

describe("an action's policy for metadata", () => {
  it("drops, masks and hashes", () => {
    const card = { number: "4111111111111111", brand: "visa" };
    const given = { email: "bo@example.com", phone: "+49 151 2345678", note: "x", card, kept: 1 };
    expect(metadata(given)).toEqual({
      email: hashForSearch("bo@example.com"),
      phone: "••••5678",
      card: { brand: "visa" },
      kept: 1,
    });
  });

  it("holds for each of a list, for a path written as one key, and for attempts", () => {
    const people = [{ email: "a@b.c", name: "A" }, { name: "B" }];
    expect(metadata({ people }, { outcome: "denied" })).toEqual({
      people: [{ email: hashForSearch("a@b.c"), name: "A" }, { name: "B" }],
    });
    expect(metadata({ "card.number": "4111", email: ["a", "b"] }, { outcome: "failure" })).toEqual({
      email: [hashForSearch("a"), hashForSearch("b")],
    });
  });

  it.each([
    ["a Map", (pairs: [string, unknown][]) => new Map(pairs)],
    ["a Set of pairs", (pairs: [string, unknown][]) => new Set(pairs)],
    ["a list of pairs", (pairs: [string, unknown][]) => pairs],
  ])("reaches the pairs of %s", (_name, make) => {
    const who = make([
      ["email", "a@b.c"],
      ["phone", "+49 151 2345678"],
      ["name", ["Bo", 7]],
      ["kept", 1],
    ]);
    const stored = [
      ["phone", "••••5678"],
      ["name", [hashForSearch("Bo"), hashForSearch(7)]],
      ["kept", 1],
    ];
    expect(metadata({ who }, { outcome: "denied" })).toEqual({ who: stored });
    expect(metadata({ who: [who] }, { outcome: "denied" })).toEqual({ who: [stored] });
    expect(changes({ who: { from: who, to: null } })).toEqual({ who: { from: stored, to: null } });
    expect(changes(diff<{ who: unknown }>({ who: null }, { who }))).toEqual({
      who: { from: null, to: stored },
    });
  });

  it("reaches the pairs of metadata that are a Map themselves, and what pairs hold", () => {
    const pairs = new Map<string, unknown>([
      ["note", "x"],
      ["email", "a"],
      ["card", new Map([["number", "4111"]])],
      ["people", [{ email: "b" }]],
    ]);
    expect(metadata(pairs, { outcome: "denied" })).toEqual({
      value: [
        ["email", hashForSearch("a")],
        ["card", []],
        ["people", [{ email: hashForSearch("b") }]],
      ],
    });
    expect(metadata({ who: new Map([["token", "12345678"]]) }, { outcome: "denied" })).toEqual({
      who: [["token", "••••5678"]],
    });
    const people = [["first", { email: "a" }]];
    expect(metadata({ people }, { outcome: "denied" })).toEqual({
      people: [["first", { email: hashForSearch("a") }]],
    });
  });

  it("reads no more pairs than an entry may hold, also where all are dropped", () => {
    let reads = 0;
    const get = (list: unknown[], name: string | symbol): unknown => {
      if (name === "length") return 2 ** 32 - 1;
      if (typeof name === "symbol" || !/^\d+$/.test(name)) return Reflect.get(list, name);
      if (++reads > 10_000) throw new Error("Read on and on");
      return ["email", "a@b.c"];
    };
    expect(metadata({ who: new Proxy([], { get }) }, { outcome: "denied" })).toEqual({
      who: ["[truncated]"],
    });
  });

  it("hashes what looks like a hash: none can be made up to be found as another value's", () => {
    const forged = hashForSearch("bo@example.com");
    expect(metadata({ email: forged })).toEqual({ email: hashForSearch(forged) });
    expect(changes({ email: { from: null, to: forged } })).toEqual({
      email: { from: null, to: hashForSearch(forged) },
    });
  });

  it("keeps a hash in which a pattern would see a secret by chance", () => {
    const hash = hashForSearch(10_853);
    expect(redactText(hash)).toBe("hmac:[redacted]");
    expect(metadata({ email: 10_853 })).toEqual({ email: hash });
  });

  it("says more than the key does: a hash of a token finds its entries", () => {
    expect(metadata({ token: "abc" })).toEqual({ token: hashForSearch("abc") });
    expect(metadata({ password: "abc" })).toEqual({ password: "[redacted]" });
  });

  it.each([
    ["", "••••"],
    ["1234", "••••"],
    ["1234567", "••••"],
    ["12345678", "••••5678"],
    [12_345_678, "••••5678"],
    [null, null],
    [undefined, null],
    [{ a: 1 }, "[redacted]"],
    [new Date(0), "[redacted]"],
    ["x".repeat(5_000_000), "••••xxxx"],
    ["1234567\uD800\0", "••••67\uFFFD\uFFFD"],
  ])("masks %#", (phone, expected) => {
    expect(metadata({ phone })).toEqual({ phone: expected });
  });

  it("is of its own action alone", () => {
    const given = { email: "bo@example.com", note: "x" };
    for (const action of ["person.seen", "person.unknown", "__proto__"])
      expect(metadata(given, { action })).toEqual(given);
  });
});

describe("an action's policy for changes", () => {
  it("holds for both sides, and drops a field whole", () => {
    expect(
      changes({ email: { from: "a", to: null }, note: { from: 1, to: 2 }, name: { from: "A", to: "B" } }),
    ).toEqual({
      email: { from: hashForSearch("a"), to: null },
      name: { from: "A", to: "B" },
    });
    expect(changes({ note: { from: 1, to: 2 }, address: { from: 1, to: 2 } })).toBeNull();
  });

  it("finds a path in a field's name and inside of its values", () => {
    expect(changes({ "card.number": { from: "12345678", to: "87654321" } })).toEqual({
      "card.number": { from: "••••5678", to: "••••4321" },
    });
    expect(changes({ card: { from: null, to: { number: "12345678", brand: "visa" } } })).toEqual({
      card: { from: null, to: { number: "••••5678", brand: "visa" } },
    });
    expect(metadata({ address: "kept" })).toEqual({ address: "kept" });
  });

  it("holds beside a rule for changes alone, for another part of the same field", () => {
    expect(changes({ card: { from: null, to: { number: "12345678", owner: "Bo" } } })).toEqual({
      card: { from: null, to: { number: "••••5678" } },
    });
  });

  it("reaches changes that come as pairs", () => {
    const pairs: [string, unknown][] = [
      ["email", "a"],
      ["address", "b"],
    ];
    const stored = { value: { from: null, to: [["email", hashForSearch("a")]] } };
    expect(changes(new Map(pairs))).toEqual(stored);
    expect(changes(pairs)).toEqual(stored);
  });

  it("hashes what diff() found, once", () => {
    expect(changes(diff({ email: "a" }, { email: "b" }))).toEqual({
      email: { from: hashForSearch("a"), to: hashForSearch("b") },
    });
  });

  it("takes what was redacted once as it is", () => {
    const once = changes({
      email: { from: "[redacted]", to: null },
      phone: { from: "12345678", to: "[redacted]" },
      password: { from: "a", to: null },
      url: { from: "https://u:p@h", to: "?token=a" },
    });
    expect(changes(once)).toEqual(once);
  });
});

describe("hashForSearch", () => {
  it("is the same for the same value, whatever stands around it, and no other's", () => {
    expect(hashForSearch("bo@example.com")).toMatch(/^hmac:[\w-]{43}$/);
    expect(hashForSearch("12")).toBe(hashForSearch(12));
    expect(hashForSearch("bo@example.com")).not.toBe(hashForSearch("Bo@example.com"));
  });

  it("is keyed: another secret, another hash", async () => {
    const before = hashForSearch("a");
    vi.resetModules();
    process.env["AUDIT_LOG_SECRET"] = "another-secret-for-tests-and-nothing-else";
    const fresh = await import("@/modules/auditLog/capture/redaction/hash");
    expect(fresh.hashForSearch("a")).not.toBe(before);
    delete process.env["AUDIT_LOG_SECRET"];
  });
});
