import { describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { connect, freshId } from "./auditLogSupport";

type Read = AuditLogInput<"audit_log.viewed">;

function read(reader: string, change: Partial<Extract<Read, { outcome?: "success" }>> = {}): Read {
  return {
    actor: { type: "user", id: reader, name: "Ana" },
    action: "audit_log.viewed",
    organizationId: "acme",
    resourceType: "audit_log",
    resourceId: "acme",
    metadata: { query: "action:post.*" },
    ...change,
  };
}

async function countReads(reader: string): Promise<number> {
  return (await auditLogService.getForActor(reader)).entries.length;
}

describe("a read of the log", () => {
  it("is one entry, however often and at once it is done", async () => {
    const reader = freshId("reader");
    await Promise.all(Array.from({ length: 8 }, () => auditLogService.logRead(read(reader))));
    await auditLogService.logRead(read(reader));
    expect(await countReads(reader)).toBe(1);
  });

  it("is another one with another reader, filter, thing, tenant or person behind", async () => {
    const reader = freshId("reader");
    const impersonator = { id: "priya", name: "Priya" };
    const reads = [
      read(reader),
      read(reader, { metadata: { query: "action:user.*" } }),
      read(reader, { metadata: {} }),
      read(reader, { resourceId: "other" }),
      read(reader, { resourceType: "user" }),
      read(reader, { organizationId: null }),
      read(reader, { actor: { type: "user", id: reader, name: "Ana", impersonator } }),
    ];
    for (const each of [...reads, ...reads]) await auditLogService.logRead(each);
    expect(await countReads(reader)).toBe(reads.length);
    await auditLogService.logRead(read(`${reader}-2`));
    expect(await countReads(`${reader}-2`)).toBe(1);
  });

  it("is another one after ten minutes", async () => {
    const reader = freshId("reader");
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await auditLogService.log(read(reader, { occurredAt: ago(11) }));
    await auditLogService.logRead(read(reader));
    expect(await countReads(reader)).toBe(2);

    const other = freshId("reader");
    await auditLogService.log(read(other, { occurredAt: ago(9) }));
    await auditLogService.logRead(read(other));
    expect(await countReads(other)).toBe(1);
  });

  it("is not found by the words that were searched for", async () => {
    const reader = freshId("reader");
    await auditLogService.logRead(read(reader, { metadata: { query: "xyzzy" } }));
    const filter = { ...emptyFilter, words: { is: ["xyzzy"], not: [] } };
    const { entries } = await auditLogService.search(
      { organizationId: "acme" },
      { filter, viewer: "operator" },
    );
    expect(entries).toEqual([]);
    const byActor = { ...emptyFilter, actor: { is: [reader], not: [] } };
    const found = await auditLogService.search(
      { organizationId: "acme" },
      { filter: byActor, viewer: "operator" },
    );
    expect(found.entries).toHaveLength(1);
  });

  it("takes what can't be stored", async () => {
    const reader = freshId("reader");
    await auditLogService.logRead(read(reader, { metadata: { query: "\0\uD800" } }));
    expect(await countReads(reader)).toBe(1);
  });

  it.each(["share", "access exclusive"])(
    "is on disk, and its page not held up, where the table is locked in %s mode",
    async (mode) => {
      const [reader, owner] = [freshId("reader"), connect()];
      await owner`begin`;
      await owner.unsafe(`lock table audit_logs in ${mode} mode`);
      // It resolves although the lock is never given back before.
      await Promise.all(
        Array.from({ length: 12 }, (_, at) => auditLogService.logRead(read(`${reader}-${at}`))),
      );
      await owner`rollback`;
      await auditLogService.replaySpool();
      expect(await countReads(`${reader}-7`)).toBe(1);
    },
  );

  it("waits for no other process that looks for ever", async () => {
    const [reader, other] = [freshId("reader"), connect()];
    await other`begin`;
    const key = JSON.stringify([reader, "audit_log.viewed"]);
    await other`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
    await auditLogService.logRead(read(reader));
    await other`rollback`;
    expect(await countReads(reader)).toBe(1);
  });
});
