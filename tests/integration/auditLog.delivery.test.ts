import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError, type Receipt } from "@/modules/auditLog/auditLog.types";
import { connect, entry, isStored, logAnything, rowOf } from "@/tests/integration/auditLogSupport";

const statuses = (receipts: Receipt[]) => [...new Set(receipts.map(({ status }) => status))];

async function storedInOrder(receipts: Receipt[]) {
  const ids = receipts.map(({ id }) => id);
  const rows = await db.execute<{ id: string }>(
    sql`select id from audit_logs where id in ${ids} order by resource_name`,
  );
  return rows.map(({ id }) => id);
}

/** A busy machine may need longer than an entry waits, and what is spooled is stored soon after. */
const patience = { timeout: 15_000 };

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => entry({ resourceName: String(at).padStart(5, "0") }));

beforeAll(async () => {
  await db.execute(sql`create table business (id text primary key)`);
});

describe("entries outside a transaction", () => {
  it("share commits when many come at once, and each is stored once", async () => {
    const receipts = await Promise.all(numbered(300).map((each) => auditLogService.log(each)));
    await expect.poll(() => storedInOrder(receipts), patience).toEqual(receipts.map(({ id }) => id));
    const ids = receipts.map(({ id }) => id);
    const [commits] = await db.execute(
      sql`select count(distinct txid)::int as count from audit_logs where id in ${ids}`,
    );
    expect(Number(commits?.count)).toBeLessThan(30);
  });

  it("are stored by themselves where the transaction that was handed over is none", async () => {
    const nothing = [{ tx: {} }, { tx: null }, { tx: "tx" }, "options", null];
    const receipts = await Promise.all(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what types forbid is the test's subject
      nothing.map((options) => logAnything(entry(), options as { tx?: Transaction })),
    );
    expect(statuses(receipts)).toEqual(["stored"]);
  });
});

describe("logMany", () => {
  it("answers with a receipt for each entry, in order", async () => {
    const receipts = await auditLogService.logMany(numbered(1_200));
    expect(receipts).toHaveLength(1_200);
    await expect.poll(() => storedInOrder(receipts), patience).toEqual(receipts.map(({ id }) => id));
    expect(await auditLogService.logMany([])).toEqual([]);
  });

  it("commits and rolls back with the transaction", async () => {
    const kept = await db.transaction((tx) => auditLogService.logMany(numbered(1_200), { tx }));
    expect(await storedInOrder(kept)).toHaveLength(1_200);
    let undone: Receipt[] = [];
    const failing = db.transaction(async (tx) => {
      undone = await auditLogService.logMany(numbered(3), { tx });
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow("undone");
    expect(statuses(undone)).toEqual(["stored"]);
    expect(await storedInOrder(undone)).toEqual([]);
  });
});

describe("in a nested transaction", () => {
  it("an entry shares the fate of its savepoint", async () => {
    const [inner, outer] = await db.transaction(async (tx) => {
      let undone: Receipt | undefined;
      const failing = tx.transaction(async (nested) => {
        undone = await auditLogService.log(entry(), { tx: nested });
        throw new Error("undone");
      });
      await expect(failing).rejects.toThrow("undone");
      return [undone, await auditLogService.log(entry(), { tx })] as const;
    });
    expect(await isStored(inner?.id ?? "")).toBe(false);
    expect(await isStored(outer.id)).toBe(true);
  });

  it("the open transaction that is told is the savepoint's", async () => {
    const client = connect();
    const openOne = async () => String((await client`select audit_log_open_transaction() as id`)[0]?.id);
    const fateOf = async (id: string) =>
      (await db.execute(sql`select audit_log_transaction_fate(${id}) as fate`))[0]?.fate;

    await client`begin`;
    const outer = await openOne();
    await client`savepoint undone`;
    await client`savepoint within`;
    const within = await openOne();
    await client`release savepoint within`;
    const undone = await openOne();
    expect(await fateOf(undone)).toBe("in progress");
    await client`rollback to savepoint undone`;
    await client`release savepoint undone`;
    expect(await openOne()).toBe(outer);
    await client`savepoint kept`;
    const kept = await openOne();
    await client`commit`;

    const ids = [outer, within, undone, kept];
    expect(new Set(ids).size).toBe(ids.length);
    expect(await Promise.all(ids.map(fateOf))).toEqual(["committed", "aborted", "aborted", "committed"]);
  });

  it("a transaction that this server does not know has no fate", async () => {
    const fates = ["0", "99999999999", "x", ""].map((id) =>
      db.execute(sql`select audit_log_transaction_fate(${id}) as fate`),
    );
    for (const [row] of await Promise.all(fates)) expect(row?.fate).toBe("unknown");
  });
});

describe("logRequired", () => {
  it("resolves once the entry is in the table", async () => {
    const alone = await auditLogService.logRequired(entry({ resourceName: "Q3" }));
    expect(await rowOf(alone.id)).toMatchObject({ resource_name: "Q3" });
    const inside = await db.transaction((tx) => auditLogService.logRequired(entry(), { tx }));
    expect([alone.status, inside.status]).toEqual(["stored", "stored"]);
  });

  it("rejects where the log can't be written, and the transaction rolls back", async () => {
    const owner = connect();
    await owner`alter table audit_logs add constraint never check (action = 'never') not valid`;
    try {
      const failing = db.transaction(async (tx) => {
        await tx.execute(sql`insert into business values ('must not stay')`);
        await auditLogService.logRequired(entry({ resourceName: "CANARY" }), { tx });
      });
      const error = await failing.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AuditLogError);
      expect(error).toMatchObject({ code: "23514" });
      expect(String(error)).not.toContain("CANARY");
      await expect(auditLogService.logRequired(entry())).rejects.toMatchObject({ code: "23514" });
    } finally {
      await owner`alter table audit_logs drop constraint never`;
    }
    expect(await db.execute(sql`select 1 from business`)).toHaveLength(0);
    expect((await auditLogService.health()).spooled).toBe(0);
  });
});
