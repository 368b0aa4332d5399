import { sql } from "drizzle-orm";
import { onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, entry } from "./auditLogSupport";

/** The first instant of a month (UTC) so many months from this one. */
export function firstOfMonth(monthsFromNow: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsFromNow, 1));
}

export const lastOfMonth = (monthsFromNow: number) => new Date(firstOfMonth(monthsFromNow + 1).getTime() - 1);

/** `2026-03` */
export const nameOf = (at: Date) => at.toISOString().slice(0, 7);

export const partitionOf = (at: Date) => `audit_logs_${nameOf(at).replace("-", "_")}`;

/** Logs an entry of each instant, each with a related line; answers with their ids. */
export async function logAt(instants: readonly Date[], resourceId = "moved"): Promise<string[]> {
  const receipts = await auditLogService.logMany(
    instants.map((occurredAt) =>
      entry({ occurredAt, resourceId, related: [{ type: "tag", id: resourceId }] }),
    ),
  );
  return receipts.map(({ id }) => id);
}

/** Both tables as they are, every column of every row. */
export async function everyRow(): Promise<unknown> {
  const [row] = await db.execute(sql`select
    (select json_agg(to_jsonb(a) order by id, organization_id) from audit_logs a) as logs,
    (select json_agg(to_jsonb(r) order by id, organization_id, resource_type, resource_id)
      from audit_log_related r) as related`);
  return row;
}

/** Which partition each entry is in, and its related line in the other table, which should be the same. */
export async function partitionsOf(ids: readonly string[]): Promise<string[]> {
  const rows = await db.execute<{ partition: string; related: string | null }>(sql`
    select l.tableoid::regclass::text as partition, r.tableoid::regclass::text as related
    from audit_logs l left join audit_log_related r using (id) where id in ${ids} order by id`);
  for (const { partition, related } of rows)
    if (related !== null && related.replace("audit_log_related", "audit_logs") !== partition)
      throw new Error(`${partition}, but ${related}`);
  return rows.map(({ partition }) => partition);
}

/** Every table of the log in the database, also one that is no partition of it. */
export async function tablesOfLog(): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select relname as name from pg_class where relkind in ('r', 'p') and relname ~ '^audit_log' order by 1`);
  return rows.map(({ name }) => name);
}

/** Indexes, triggers and constraints of a partition, by their definitions, whatever their names are. */
export async function makeOf(partition: string): Promise<unknown> {
  const bare = (text: string) => text.replace(/INDEX \S+ ON/, "INDEX ON").replaceAll(partition, "partition");
  const rows = await db.execute<{ made: string }>(sql`
    select pg_get_indexdef(indexrelid) as made from pg_index where indrelid = ${partition}::regclass
    union all select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where tgrelid = ${partition}::regclass
    union all select pg_get_constraintdef(oid) from pg_constraint where conrelid = ${partition}::regclass`);
  return rows.map(({ made }) => bare(made)).toSorted();
}

/** A session that reads the log and does not end, as a long export: nothing can be swapped until `release`. */
export async function holdLog(): Promise<{ release: () => Promise<void> }> {
  const client = connect();
  await client`begin`;
  await client`select 1 from audit_logs limit 1`;
  return { release: async () => void (await client`rollback`) };
}

/** The backends that maintain the log, and what each waits for. */
export async function maintainers(): Promise<{ pid: number; wait: string | null }[]> {
  const rows = await db.execute<{ pid: number; wait: string | null }>(sql`
    select pid, wait_event as wait from pg_stat_activity
    where application_name = 'audit_log_maintenance' and datname = current_database() and state = 'active'`);
  return [...rows];
}

/** Where a move has copied all there is, and waits for the log. */
export const isHeldUp = async () => (await maintainers()).some(({ wait }) => wait === "PgSleep");

/** Drops a month's partitions, which hold nothing: as if they had never been made. */
export async function unmake(monthsFromNow: number): Promise<void> {
  const logs = partitionOf(firstOfMonth(monthsFromNow));
  const related = logs.replace("audit_logs", "audit_log_related");
  await db.execute(sql.raw(`drop table ${logs}, ${related}`));
  onTestFinished(async () => void (await db.execute(sql`select audit_log_ensure_partitions(3, 3)`)));
}
