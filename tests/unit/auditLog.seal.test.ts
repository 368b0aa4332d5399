import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { recordOf, sealWith, secret } from "./auditLog.sealSupport";

afterEach(() => {
  vi.unstubAllEnvs();
});

const other = "another-secret-for-tests-of-the-same-sort";

describe("what was sealed", () => {
  it.each([
    recordOf(),
    { ...recordOf(), txid: "4711" },
    recordOf({
      related: [{ type: "project", id: "1" }],
      changes: null,
      metadata: {},
      resource_name: "💥\u202E\n",
    }),
    recordOf({ metadata: { text: "x".repeat(1_000_000) } }),
  ])("%# comes back as it was", async (record) => {
    const { seal, unseal } = await sealWith({ AUTH_SECRET: secret });
    expect(unseal(seal(record))).toEqual(record);
  });

  it("is one short word that holds none of the values, and never the same twice", async () => {
    const { seal } = await sealWith({ AUTH_SECRET: secret });
    const record = recordOf({ metadata: { text: "CANARY".repeat(10_000) } });
    const [one, two] = [seal(record), seal(record)];
    expect(one).toMatch(/^v1\.\d+\.[\w-]+$/);
    expect(one).not.toBe(two);
    // Base64 and gzip hide a text as well as a cipher would: undoing them must not show it either.
    const bytes = bytesOf(one);
    for (let at = 0; at < 64; at++) expect(() => gunzipSync(bytes.subarray(at)), `byte ${at}`).toThrow(Error);
    const values = [
      "CANARY",
      "Lindqvist",
      "Q3 plan",
      "post.deleted",
      "Mozilla",
      "192.0.2.7",
      "ECONNREFUSED",
      secret,
    ];
    for (const value of [...values, record.entry.id]) {
      expect(one).not.toContain(value);
      expect(bytes.includes(value)).toBe(false);
    }
    expect(one.length).toBeLessThan(2_000);
  });
});

describe("the key", () => {
  it("is AUDIT_LOG_SECRET's where there is one", async () => {
    const sealed = (await sealWith({ AUTH_SECRET: secret, AUDIT_LOG_SECRET: other })).seal(recordOf());
    const opened = (await sealWith({ AUTH_SECRET: "x".repeat(32), AUDIT_LOG_SECRET: other })).unseal(sealed);
    expect(opened).toEqual(recordOf());
    const { unseal } = await sealWith({ AUTH_SECRET: secret });
    expect(() => unseal(sealed)).toThrow(/sealed under another secret: .*AUDIT_LOG_SECRET/);
  });

  it("is another for another secret, also for somebody who names it as ours", async () => {
    const sealed = (await sealWith({ AUTH_SECRET: secret })).seal(recordOf());
    const { seal, unseal } = await sealWith({ AUTH_SECRET: other });
    expect(() => unseal(sealed)).toThrow("sealed under another secret");
    const ownId = idOf(seal(recordOf()));
    expect(() => unseal(withId(sealed, ownId))).toThrow("was altered");
  });
});

describe("what can't be opened says why, and nothing of what it holds", () => {
  it("when any bit of it was altered", async () => {
    const { seal, unseal } = await sealWith({ AUTH_SECRET: secret });
    const bytes = bytesOf(seal(recordOf()));
    for (let at = 4; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => unseal(toText(altered)), `byte ${at}`).toThrow("was altered since it was sealed");
    }
  });

  it("when it was cut anywhere, or lengthened", async () => {
    const { seal, unseal } = await sealWith({ AUTH_SECRET: secret });
    const sealed = seal(recordOf());
    for (let length = 3; length < sealed.length; length++) {
      expect(() => unseal(sealed.slice(0, length)), `${length} characters`).toThrow("was cut short");
    }
    expect(() => unseal(`${sealed}A`)).toThrow("was cut short, or joined");
  });

  it.each([
    ["v2.4.AAAA", "is of the format v2, this release opens v1"],
    ["v2.whatever", "is of the format v2"],
    ["v1.0.", "was sealed under another secret"],
    ["v1.4.AAAA", "was sealed under another secret"],
    ["", "is no sealed entry"],
    ["CANARY", "is no sealed entry"],
    ["v1.6.CAN+RY", "is no sealed entry"],
  ])("%j: %s", async (text, message) => {
    const { SealError, unseal } = await sealWith({ AUTH_SECRET: secret });
    expect(() => unseal(text)).toThrow(SealError);
    expect(() => unseal(text)).toThrow(message);
    expect(() => unseal(text)).not.toThrow("CANARY");
  });

  it("when it is shorter than a seal, under the right key", async () => {
    const { seal, unseal } = await sealWith({ AUTH_SECRET: secret });
    for (const length of [4, 10, 16, 20, 32])
      expect(() => unseal(toText(bytesOf(seal(recordOf())).subarray(0, length)))).toThrow("was altered");
  });

  it("when the record is not of today's shape", async () => {
    const { seal, unseal } = await sealWith({ AUTH_SECRET: secret });
    const later = { ...recordOf(), later: "CANARY" };
    expect(() => unseal(seal(later))).toThrow(
      "holds a record of another shape: open it with the release that sealed it",
    );
  });
});

function bytesOf(sealed: string): Buffer {
  return Buffer.from(sealed.split(".")[2] ?? "", "base64url");
}

function toText(bytes: Buffer): string {
  const text = bytes.toString("base64url");
  return `v1.${text.length}.${text}`;
}

function idOf(sealed: string): Buffer {
  return bytesOf(sealed).subarray(0, 4);
}

function withId(sealed: string, id: Buffer): string {
  return toText(Buffer.concat([id, bytesOf(sealed).subarray(4)]));
}
