import postgres, { type Sql } from "postgres";
import { createSqlClient, endSqlClient } from "@/db/drizzle";
import type { MonthCount } from "./maintenance.types";

export type MonthRange = { monthsBack: number; monthsAhead: number };

/** A connection on which the log is maintained. */
export type Client = Sql;

/** The SQLSTATE with which the server refused something, and what that is about. */
export type Refusal = { code: string; objects: string[] };

/** Null for whatever else fails, and where the server goes away. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof postgres.PostgresError) || /^(08|57P)/.test(error.code)) return null;
  return { code: error.code, objects: objectsOf(error) };
}

/** Names of the database's things alone: what else the server says may quote a row. */
function objectsOf({ code, message, detail, table_name }: postgres.PostgresError): string[] {
  if (code === "23503") return [table_name ?? ""];
  if (code === "2BP01") return detail?.split("\n") ?? [];
  if (code === "42P07" || code === "42809")
    return [...message.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
  return [];
}

/** A connection of its own, which may take its time: entries of a whole year are moved in one statement. */
export async function onOwnConnection<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = createSqlClient({
    max: 1,
    max_lifetime: null,
    connect_timeout: 5,
    connection: {
      application_name: "audit_log_maintenance",
      statement_timeout: 0,
      default_transaction_isolation: "read committed",
    },
  });
  try {
    return await work(client);
  } finally {
    await endSqlClient(client, { timeout: 1 });
  }
}

/** Answers with how many rows had to be put back. */
export async function finishMove(client: Client): Promise<number> {
  const [row] = await client<{ rows: number }[]>`select audit_log_finish_move()::float8 as rows`;
  return row?.rows ?? 0;
}

/** Of two dozen months at most. A statement by itself: in a transaction of ours the log would stay locked until we end that. */
export async function moveHome(
  client: Client,
  { monthsBack, monthsAhead, patienceMs }: MonthRange & { patienceMs: number },
): Promise<MonthCount[]> {
  const rows = await client<MonthCount[]>`
    select month, sum(entries)::float8 as entries, sum(related)::float8 as related
    from audit_log_move_home(${monthsBack}::int, ${monthsAhead}::int, ${patienceMs}::int * interval '1 millisecond')
    group by month order by month`;
  return [...rows];
}

export async function makePartitions(
  client: Client,
  { monthsBack, monthsAhead }: MonthRange,
): Promise<number> {
  const [row] = await client<{ made: number }[]>`
    select audit_log_ensure_partitions(${monthsBack}::int, ${monthsAhead}::int) as made`;
  return row?.made ?? 0;
}

/** What lies in the default partition: what is due to be moved, and all the rest, whose first `names` months are named. */
export async function findAstray(client: Client, { monthsBack, monthsAhead }: MonthRange, names: number) {
  const [row] = await client<Astray[]>`
    with astray as materialized (
      select * from audit_log_astray(${monthsBack}::int, ${monthsAhead}::int)
    ), named as (
      select to_char(month, 'YYYY-MM') as month, entries, related
      from astray where not is_due order by astray.month limit ${names}
    )
    select
      (select coalesce(json_agg(to_char(month, 'YYYY-MM') order by month), '[]') from astray where is_due) as due,
      (select coalesce(json_agg(named), '[]') from named) as months,
      count(*)::float8 as "monthCount", coalesce(sum(entries), 0)::float8 as entries,
      coalesce(sum(related), 0)::float8 as related
    from astray where not is_due`;
  if (!row) throw new Error("An aggregate without a row");
  return row;
}

type Astray = { due: string[]; months: MonthCount[]; monthCount: number; entries: number; related: number };
