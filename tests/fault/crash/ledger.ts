import { setTimeout as delay } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { onTestFinished } from "vitest";

/** What the database has of one round. */
export type Ledger = {
  /** By token; one that stands there twice has two. */
  entries: Map<string, Entry[]>;
  mutations: Set<string>;
  /** The mutations of each call. */
  calls: Map<string, string[]>;
  /** How often each token is a related resource. */
  related: Map<string, number>;
};

export type Entry = { token: string; id: string; name: string };

/** A client of the test's, of one connection, that stands outside of what is tested. */
export function connectTo(url: string): Sql {
  const connection = { application_name: "crash test" };
  const sql = postgres(url, {
    max: 1,
    connection,
    fetch_types: false,
    onnotice: () => {},
    backoff: () => 0.05,
  });
  onTestFinished(() => sql.end({ timeout: 1 }));
  return sql;
}

export async function createMutationTable(sql: Sql): Promise<void> {
  await sql`create table crash_mutations (token text primary key, call text not null, round int not null)`;
}

/** Waits until no application is connected: a backend may still be at the COMMIT of a process that is dead. */
export async function untilAlone(sql: Sql): Promise<void> {
  const others = await sql`
    select 1 from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend'
      and application_name <> current_setting('application_name')`;
  if (others.length === 0) return;
  await delay(20);
  await untilAlone(sql);
}

export async function readLedger(sql: Sql, round: number): Promise<Ledger> {
  const entries = await sql<Entry[]>`
    select resource_id as token, id, resource_name as name from audit_logs where resource_type = ${`crash-${round}`}`;
  const mutations = await sql<{ token: string; call: string }[]>`
    select token, call from crash_mutations where round = ${round}`;
  const related = await sql<{ token: string; times: number }[]>`
    select resource_id as token, count(*)::int as times from audit_log_related
    where resource_type = 'crash' and resource_id like ${`${round}.%`} group by resource_id`;
  return {
    entries: group(entries.map((entry) => [entry.token, entry])),
    mutations: new Set(mutations.map(({ token }) => token)),
    calls: group(mutations.map(({ token, call }) => [call, token])),
    related: new Map(related.map(({ token, times }) => [token, times])),
  };
}

function group<Item>(pairs: [string, Item][]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const [key, item] of pairs) {
    const items = groups.get(key) ?? [];
    items.push(item);
    groups.set(key, items);
  }
  return groups;
}
