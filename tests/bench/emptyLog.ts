import type postgres from "postgres";
import { createDatabase, type OwnDatabase, type Server } from "./log/database";

/** A database of its own whose log has partitions of so many months back, and no entry. */
export async function createEmptyLog(server: Server, { months }: { months: number }): Promise<OwnDatabase> {
  const database = await createDatabase(server, "empty");
  await emptyLog(database.sql, months);
  return database;
}

/** Puts new partitions in the place of those that hold entries: these can't be deleted, and the tables shall be as small as new ones. */
export async function emptyLog(sql: postgres.Sql, months: number): Promise<void> {
  const partitions = await sql<{ name: string }[]>`
    with partition as (
      select relname as name, right(relname, 8) as month, pg_relation_size(oid) as bytes
      from pg_class join pg_inherits on inhrelid = oid
      where inhparent in ('audit_logs'::regclass, 'audit_log_related'::regclass)
        and pg_get_expr(relpartbound, oid) <> 'DEFAULT')
    select name from partition where month in (select month from partition where bytes > 0)`;
  if (partitions.length > 0) await sql`drop table ${sql(partitions.map(({ name }) => name))}`;
  await sql`select audit_log_ensure_partitions(${months}, 3)`;
  const [row] = await sql<{ left: number }[]>`select count(*)::int as left from audit_logs`;
  if (row?.left !== 0)
    throw new Error(`${row?.left} entries lie in the default partition: the log is not empty`);
}
