import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { hashForSearch } from "@/modules/auditLog/capture/redaction/hash";

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
        card: z.object({ number: z.string(), brand: z.string() }),
        people: z.array(z.object({ email: z.string(), name: z.string() })),
        token: z.string(),
      }),
      redact: {
        email: "hash",
        phone: "mask",
        note: "drop",
        "card.number": "drop",
        "people.email": "hash",
        token: "hash",
        "changes.address": "drop",
        "changes.card.number": "mask",
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

  it("takes what was redacted once as it is", () => {
    const once = changes({
      email: { from: "a", to: "b" },
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
