import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError, type Receipt } from "@/modules/auditLog/auditLog.types";
import { captureErrors, connect, entry, freshId, isStored } from "@/tests/integration/auditLogSupport";
import {
  businessHas,
  countOf,
  createBusinessTable,
  doBusiness,
  eventsIn,
  ignoreUndo,
  since,
  soundHealth,
  storedIds,
  tally,
  Undo,
  untilDelivered,
} from "./support/delivery";

beforeAll(createBusinessTable);

/** Locks the log against everybody else until it is released. */
async function lockLog() {
  const owner = connect();
  await owner.unsafe("begin; lock table audit_logs in access exclusive mode");
  return { release: () => owner.unsafe("rollback") };
}

describe("an entry that could not be stored in its transaction", () => {
  it("is not delivered before that has ended, though nothing stands in its way any more", async () => {
    const id = freshId("business");
    const receipt = await doBusiness(id, async (tx) => {
      const lock = await lockLog();
      const logged = await auditLogService.log(entry(), { tx });
      expect(logged.status).toBe("spooled");
      await lock.release();
      const other = await auditLogService.log(entry());
      expect(other.status).toBe("stored");
      await auditLogService.replaySpool();
      expect(await auditLogService.replaySpool()).toMatchObject({ stored: 0, withdrawn: 0, waiting: 1 });
      expect(await isStored(logged.id)).toBe(false);
      expect(await soundHealth()).toMatchObject({ spooled: 1, status: "degraded" });
      return logged;
    });
    expect(await businessHas(id)).toBe(true);
    await untilDelivered();
    expect(await storedIds([receipt.id])).toEqual([receipt.id]);
  });

  it("waits alone: what comes after it is delivered", async () => {
    const lock = await lockLog();
    const outside: Receipt[] = [];
    await doBusiness(freshId("business"), async (tx) => {
      const inside = await auditLogService.log(entry(), { tx });
      for (let at = 0; at < 3; at++) outside.push(await auditLogService.log(entry()));
      expect(tally([inside, ...outside])).toEqual({ spooled: 4 });
      await lock.release();
      await expect.poll(async () => (await soundHealth()).spooled, { timeout: 30_000 }).toBe(1);
      const ids = outside.map(({ id }) => id);
      expect(await storedIds([inside.id, ...ids])).toEqual(ids);
    });
    await untilDelivered();
  });

  it("shares the fate of every savepoint around it", async () => {
    const lock = await lockLog();
    const before = await soundHealth();
    const receipts: Record<string, Receipt> = {};
    await doBusiness(freshId("business"), async (tx) => {
      await tx
        .transaction(async (outer) => {
          await outer.transaction(async (inner) => {
            receipts.undoneLater = await auditLogService.log(entry(), { tx: inner });
          });
          throw new Undo();
        })
        .catch(ignoreUndo);
      await tx.transaction(async (outer) => {
        await outer
          .transaction(async (inner) => {
            receipts.undone = await auditLogService.log(entry(), { tx: inner });
            throw new Undo();
          })
          .catch(ignoreUndo);
        receipts.released = await auditLogService.log(entry(), { tx: outer });
      });
      receipts.outermost = await auditLogService.log(entry(), { tx });
    });
    await lock.release();
    expect(tally(Object.values(receipts))).toEqual({ spooled: 4 });
    expect(since(before, await untilDelivered())).toMatchObject({ accepted: 2, stored: 2, dead: 0 });
    const stored = await Promise.all(
      Object.entries(receipts).map(async ([name, { id }]) => [name, await isStored(id)]),
    );
    expect(Object.fromEntries(stored)).toEqual({
      undoneLater: false,
      undone: false,
      released: true,
      outermost: true,
    });
  });

  it("is delivered in its place among a thousand, each once", async () => {
    const lock = await lockLog();
    const receipts = await doBusiness(freshId("business"), (tx) =>
      auditLogService.logMany(
        Array.from({ length: 1_100 }, () => entry()),
        { tx },
      ),
    );
    expect(tally(receipts)).toEqual({ spooled: 1_100 });
    await lock.release();
    await untilDelivered();
    const ids = receipts.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(await storedIds(ids)).toEqual(ids);
  });
});

describe("in a transaction that", () => {
  it("is read-only the entry is kept, the transaction goes on, and the entry is delivered after it", async () => {
    const receipt = await db.transaction(
      async (tx) => {
        const logged = await auditLogService.log(entry(), { tx });
        expect(logged.status).toBe("spooled");
        expect((await soundHealth()).lastError?.code).toBe("25006");
        expect(await tx.execute(sql`select 1 as one`)).toEqual([{ one: 1 }]);
        return logged;
      },
      { accessMode: "read only" },
    );
    await untilDelivered();
    expect(await isStored(receipt.id)).toBe(true);
  });

  it("has failed already the entry shares its fate, and one line tells so", async () => {
    const before = await untilDelivered();
    const written = captureErrors();
    const receipts: Receipt[] = [];
    const failed = db.transaction(async (tx) => {
      await expect(tx.execute(sql`select 1 / 0`)).rejects.toMatchObject({ cause: { code: "22012" } });
      receipts.push(await auditLogService.log(entry(), { tx }));
      await expect(auditLogService.logRequired(entry(), { tx })).rejects.toMatchObject({ code: "25P02" });
    });
    await expect(failed).rejects.toMatchObject({ code: "22012" });
    const [receipt] = receipts;
    expect(receipt?.status).toBe("dropped");
    expect(eventsIn(written)).toEqual([
      { level: "error", event: "audit_log.entry_withdrawn", id: receipt?.id, code: "25P02" },
    ]);
    expect(since(before, await untilDelivered())).toMatchObject({ accepted: 0, dropped: 0 });
    expect((await soundHealth()).status).toBe("ok");
    expect(await storedIds(receipts.map(({ id }) => id))).toEqual([]);
  });

  it("runs as a role that may not insert the entry is delivered once it committed", async () => {
    const role = `reader_${crypto.randomUUID().slice(0, 8)}`;
    await db.execute(sql.raw(`create role ${role}; grant insert, select on business to ${role}`));
    const id = freshId("business");
    try {
      const receipt = await doBusiness(id, async (tx) => {
        await tx.execute(sql.raw(`set local role ${role}`));
        return auditLogService.log(entry(), { tx });
      });
      expect(receipt.status).toBe("spooled");
      expect(await businessHas(id)).toBe(true);
      await untilDelivered();
      expect(await isStored(receipt.id)).toBe(true);
    } finally {
      await db.execute(sql.raw(`drop owned by ${role}; drop role ${role}`));
    }
  });

  it("has no time left the entry is kept, and the other entries are stored as ever", async () => {
    await db.execute(
      sql.raw(`create function sleep() returns trigger language plpgsql as
        $$ begin perform pg_sleep(60); return new; end $$;
      create trigger slow before insert on audit_logs for each row
        when (new.resource_name = 'slow') execute function sleep()`),
    );
    const written = captureErrors();
    const id = freshId("business");
    const receipt = await doBusiness(id, async (tx) => {
      await tx.execute(sql`set local statement_timeout = '300ms'`);
      const slow = await auditLogService.log(entry({ resourceName: "slow" }), { tx });
      expect(slow.status).toBe("spooled");
      // The caller's own limit ended it: that says nothing of the database.
      expect((await auditLogService.log(entry())).status).toBe("stored");
      return slow;
    });
    expect(await businessHas(id)).toBe(true);
    await db.execute(sql`drop function sleep cascade`);
    await untilDelivered();
    expect(await isStored(receipt.id)).toBe(true);
    expect(eventsIn(written)).toEqual([]);
  });

  it("must not go on without its entry is rolled back, and leaves no entry", async () => {
    const lock = await lockLog();
    const [business, resourceId] = [freshId("business"), freshId("required")];
    const required = doBusiness(business, (tx) => auditLogService.logRequired(entry({ resourceId }), { tx }));
    await expect(required).rejects.toThrow(AuditLogError);
    await expect(required).rejects.toMatchObject({ code: "55P03" });
    await lock.release();
    expect(await businessHas(business)).toBe(false);
    expect(await untilDelivered()).toMatchObject({ status: "ok" });
    expect(await countOf(resourceId)).toBe(0);
  });
});
