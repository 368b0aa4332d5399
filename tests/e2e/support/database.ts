import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { z } from "zod";

/** The application's database. Call it once at the top of a file: its connection ends with the file. */
export function openDatabase(): postgres.Sql {
  const sql = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
  afterAll(() => sql.end());
  return sql;
}

const tables = [
  "accounts",
  "invitations",
  "members",
  "organizations",
  "posts",
  "projects",
  "subscriptions",
  "users",
];

/** Every row but those of sessions, counters and the log: what a refused request must leave as it is. */
export async function snapshot(sql: postgres.Sql): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const table of tables)
    rows[table] = [...(await sql`select to_jsonb(t) as row from ${sql(table)} t order by to_jsonb(t)::text`)];
  return rows;
}

const entrySchema = z.object({
  organization_id: z.string(),
  actor_id: z.string().nullable(),
  actor_name: z.string().nullable(),
  action: z.string(),
  outcome: z.string(),
  resource_type: z.string(),
  resource_id: z.string(),
  resource_name: z.string().nullable(),
  changes: z.unknown(),
  metadata: z.unknown(),
});

/** An entry of the log as the database holds it, without what differs every time. */
export type Entry = z.infer<typeof entrySchema>;

/** Does something; answers what it came to and the entries that were written meanwhile. */
export async function withEntries<Result>(
  sql: postgres.Sql,
  act: () => Promise<Result>,
): Promise<{ result: Result; entries: Entry[] }> {
  const [mark] = await sql`select pg_current_xact_id()::text as xid`;
  const result = await act();
  const rows = await sql`
    select * from audit_logs where txid > ${z.string().parse(mark?.xid)}::xid8 order by txid, id`;
  return { result, entries: z.array(entrySchema).parse([...rows]) };
}

/** The id of the one row that has this value. */
export async function idOf(
  sql: postgres.Sql,
  { table, column, value }: { table: string; column: string; value: string },
): Promise<string> {
  const rows = await sql`select id from ${sql(table)} where ${sql(column)} = ${value}`;
  if (rows.length !== 1) throw new Error(`${rows.length} of ${table} have the ${column} “${value}”`);
  return z.string().parse(rows[0]?.id);
}
