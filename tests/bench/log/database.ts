import postgres from "postgres";
import { migrateDatabase } from "@/db/migrate";

export type Server = { sql: postgres.Sql; url: string };

/** A database of its own on the bench's server, with connections of its own. */
export type OwnDatabase = { url: string; sql: postgres.Sql; drop: () => Promise<void> };

let made = 0;

/** Makes one that holds nothing but the application's tables. */
export async function createDatabase({ sql: admin, url }: Server, label: string): Promise<OwnDatabase> {
  const name = `${label}_${++made}`;
  await admin`create database ${admin(name)}`;
  const own = Object.assign(new URL(url), { pathname: name }).href;
  await migrateDatabase(own);
  const sql = postgres(own, { max: 4, onnotice: () => {} });
  const drop = async () => {
    await sql.end();
    await admin`drop database ${admin(name)} with (force)`;
  };
  return { url: own, sql, drop };
}

const tables = ["audit_logs", "audit_log_related"];

/** Fills the log without its secondary indexes: built at the end they take a third of the time. */
export async function withoutIndexes(sql: postgres.Sql, fill: () => Promise<void>): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = any(${tables}::regclass[]) and not indisprimary`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await fill();
  // A partitioned table's own definition leaves its partitions out.
  for (const { definition } of indexes) await sql.unsafe(definition.replace(" ON ONLY ", " ON "));
}
