import { sql } from "drizzle-orm";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import type { Packing } from "@/modules/auditLog/retention/maintenance.types";
import { packMonths } from "@/modules/auditLog/retention/packing";
import { madeId } from "@/tests/setup/madeId";
import { firstOfMonth, partitionOf } from "./auditLogMaintainSupport";
import { connect } from "./auditLogSupport";

const past = partitionOf(firstOfMonth(-2));
const present = partitionOf(firstOfMonth(0));

/** So many entries of a month, of tenants that come one after another. */
async function fill(month: Date, entries: number): Promise<void> {
  const at = sql`${month.toISOString()}::timestamptz + n * interval '1 minute'`;
  await db.execute(sql`
    insert into audit_logs (id, organization_id, actor_type, actor_id, action, resource_type, resource_id, created_at)
    select ${madeId(at, sql`n`)}, 'org' || n % 20, 'user', 'u' || n % 50, 'post.updated', 'post', 'p' || n % 300, ${at}
    from generate_series(1, ${entries}) n order by n`);
}

async function packed(as: { role?: string } = {}): Promise<Packing> {
  const packing: Packing = { tables: [], bytesFreed: 0, notOwned: 0 };
  await packMonths(connect(as), packing);
  return packing;
}

const indexBytes = async (table: string) => {
  const [row] = await db.execute<{ bytes: number }>(
    sql`select pg_indexes_size(${table}::regclass)::float8 as bytes`,
  );
  return row?.bytes ?? 0;
};

beforeAll(async () => {
  await fill(firstOfMonth(-2), 15_000);
  await fill(firstOfMonth(0), 15_000);
});

it("leaves what is another role's, and tells how many", async () => {
  const { password } = new URL(readEnv().DATABASE_URL);
  await db.execute(sql.raw(`create role packing_reader login password '${password}'`));
  onTestFinished(async () => void (await db.execute(sql.raw("drop role packing_reader"))));
  expect(await packed({ role: "packing_reader" })).toEqual({ tables: [], bytesFreed: 0, notOwned: 1 });
});

it("waits for no other packing", async () => {
  const other = connect();
  await other`select pg_advisory_lock(hashtext('audit_log_pack'))`;
  expect(await packed()).toEqual({ tables: [], bytesFreed: 0, notOwned: 0 });
});

it("rebuilds the indexes of a month that is over, once, and of no other", async () => {
  const [before, ofPresent] = [await indexBytes(past), await indexBytes(present)];
  const packing = await packed();
  expect(packing).toEqual({ tables: [past], bytesFreed: before - (await indexBytes(past)), notOwned: 0 });
  expect(packing.bytesFreed).toBeGreaterThan(before / 5);
  expect(await indexBytes(present)).toBe(ofPresent);
  expect(await packed()).toEqual({ tables: [], bytesFreed: 0, notOwned: 0 });
});

it("does it again where much has come since, and clears away what an attempt left that was ended", async () => {
  await fill(firstOfMonth(-2), 6_000);
  const name = await db.execute<{ name: string }>(
    sql`select indexrelid::regclass::text as name from pg_index where indrelid = ${past}::regclass and indisprimary`,
  );
  const rest = `${name[0]?.name ?? ""}_ccnew`;
  await db.execute(sql.raw(`create index ${rest} on ${past} (id)`));
  await db.execute(sql`update pg_index set indisvalid = false where indexrelid = ${rest}::regclass`);
  expect((await packed()).tables).toEqual([past]);
  const invalid = await db.execute(
    sql`select 1 from pg_index where indrelid = ${past}::regclass and (not indisvalid or indexrelid = to_regclass(${rest}))`,
  );
  expect(invalid).toHaveLength(0);
});
