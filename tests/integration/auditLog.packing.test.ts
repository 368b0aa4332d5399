import { sql } from "drizzle-orm";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import type { Packing } from "@/modules/auditLog/retention/maintenance.types";
import { packMonths } from "@/modules/auditLog/retention/packing";
import { madeId } from "@/tests/setup/madeId";
import { patience } from "@/tests/setup/patience";
import { firstOfMonth, partitionOf } from "./auditLogMaintainSupport";
import { connect, stateOf } from "./auditLogSupport";

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
  const client = connect(as);
  try {
    await packMonths(client, packing);
  } finally {
    await client.end();
  }
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

it("that is canceled leaves indexes, which the next one clears away and doesn't count; a comment is kept", async () => {
  const owner = connect();
  await owner.unsafe(`comment on table ${past} is 'Kept until 2031.'`);
  const reader = connect();
  await reader`begin`;
  await reader.unsafe(`select 1 from ${past} limit 1`);
  const canceled = stateOf(packed());
  await expect.poll(phases, patience).toEqual(["waiting for readers before marking dead"]);
  await db.execute(sql`select pg_cancel_backend(pid) from pg_stat_progress_create_index`);
  expect(await canceled).toBe("57014");
  expect(await rests()).toContain("_ccold");
  expect(await commentOf(past)).toBe("Kept until 2031.");
  await reader`rollback`;

  expect((await packed()).tables).toEqual([past]);
  expect(await rests()).toBe("");
  expect(await commentOf(past)).toBe(`Kept until 2031.\nIndexes packed: ${await indexBytes(past)} bytes`);
  expect((await packed()).tables).toEqual([]);
  await fill(new Date(firstOfMonth(-2).getTime() + 30_000), 15_000);
  expect((await packed()).tables).toEqual([past]);
  expect(await commentOf(past)).toBe(`Kept until 2031.\nIndexes packed: ${await indexBytes(past)} bytes`);
});

it("clears away what was left where the indexes are packed already, and of large values too", async () => {
  const reader = connect();
  await reader`begin`;
  await reader.unsafe(`select metadata from ${past} limit 1`);
  const [toast] = await db.execute<{ name: string }>(
    sql`select reltoastrelid::regclass::text as name from pg_class where oid = ${past}::regclass`,
  );
  const large = connect();
  await reader.unsafe(`lock table ${past} in access share mode`);
  const canceled = stateOf(large.unsafe(`reindex table concurrently ${past}`));
  await expect.poll(phases, patience).toEqual(["waiting for readers before marking dead"]);
  await db.execute(sql`select pg_cancel_backend(pid) from pg_stat_progress_create_index`);
  expect(await canceled).toBe("57014");
  await reader`rollback`;
  expect(await rests()).toContain(`${toast?.name.replace("pg_toast.", "")}_index_ccold`);

  expect((await packed()).tables).toEqual([past]);
  expect(await rests()).toBe("");
});

async function phases(): Promise<string[]> {
  const rows = await db.execute<{ phase: string }>(sql`select phase from pg_stat_progress_create_index`);
  return rows.map(({ phase }) => phase);
}

/** The names of what a rebuilding left that was ended. */
async function rests(): Promise<string> {
  const rows = await db.execute<{ name: string }>(
    sql`select relname as name from pg_class where relname ~ '_cc(new|old)\\d*$' order by 1`,
  );
  return rows.map(({ name }) => name).join(" ");
}

async function commentOf(table: string): Promise<unknown> {
  const [row] = await db.execute(sql`select obj_description(${table}::regclass, 'pg_class') as comment`);
  return row?.comment;
}
