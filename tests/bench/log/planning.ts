import { sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/drizzle";
import { pages } from "@/modules/auditLog/reading/pool.repo";
import { repeated } from "@/tests/bench/measure";
import { pageSize, plannedWays, type Found, type PlannedName } from "./processes";
import { reads } from "./reads";

type Wanted = { read: PlannedName; calls: number };

/** A page whose statements are planned once, and planned anew each time; and what the server says of planning them. */
export async function comparePlanning({ read, calls }: Wanted): Promise<Found> {
  const page = () => reads[read].page({ limit: pageSize });
  const texts = await statementsOf(read, page);
  await plan("force_custom_plan");
  const anew = await repeated(page, calls);
  await plan("force_generic_plan");
  const values: Record<(typeof plannedWays)[number], number[]> = {
    "planned once": await repeated(page, calls),
    "planned anew each time": anew,
    "planning alone": await repeatedly(calls, () => planningTime(texts)),
  };
  const samples = plannedWays.map((name) => ({ name, values: values[name] }));
  return { samples, size: pageSize, searchedTo: null };
}

async function plan(mode: "force_generic_plan" | "force_custom_plan"): Promise<void> {
  const rows = await onEachConnection(sql`set_config('plan_cache_mode', ${mode}, false)`);
  const [open] = await db.execute<{ connections: number }>(sql`select count(*)::int as connections
    from pg_stat_activity where application_name = 'audit_log_read' and datname = current_database()`);
  if (new Set(rows.map(({ pid }) => pid)).size !== open?.connections)
    throw new Error("Some of the module's connections were not told how to plan");
}

const mostConnections = 4;

/** The pause keeps each connection busy until all of them are. */
async function onEachConnection(value: SQL): Promise<{ pid: number; value: unknown }[]> {
  const ask = () =>
    pages().execute<{ pid: number; value: unknown }>(
      sql`select pg_backend_pid() as pid, ${value} as value from pg_sleep(0.05)`,
    );
  return (await Promise.all(Array.from({ length: mostConnections }, ask))).flat();
}

const known = new Map<PlannedName, string[]>();

/** The statements that a read prepares, as the server has them: those that are there after its first time. */
async function statementsOf(read: PlannedName, page: () => Promise<unknown>): Promise<string[]> {
  const found = known.get(read);
  if (found) return found;
  const before = new Set(await preparedStatements());
  await repeated(page, 2 * mostConnections);
  const texts = (await preparedStatements()).filter((text) => !before.has(text));
  if (texts.length === 0) throw new Error(`No statement of the ${read} is prepared`);
  known.set(read, texts);
  return texts;
}

const statements = z.array(z.string());

async function preparedStatements(): Promise<string[]> {
  const rows = await onEachConnection(
    sql`(select coalesce(json_agg(statement), '[]') from pg_prepared_statements)`,
  );
  const texts = rows.flatMap(({ value }) => statements.parse(value));
  return [...new Set(texts)].filter((text) => text.includes("audit_log"));
}

const explained = z.array(z.object({ "QUERY PLAN": z.tuple([z.object({ "Planning Time": z.number() })]) }));

async function planningTime(texts: readonly string[]): Promise<number> {
  let milliseconds = 0;
  for (const text of texts) {
    const rows = await db.execute(sql`explain (generic_plan, summary, format json) ${sql.raw(text)}`);
    for (const row of explained.parse([...rows])) milliseconds += row["QUERY PLAN"][0]["Planning Time"];
  }
  return milliseconds;
}

async function repeatedly(calls: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let call = 0; call < calls; call++) values.push(await measure());
  return values;
}
