import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { createSqlClient, endSqlClient, isOpen } from "@/db/drizzle";

type Pool = { client: Sql; database: PostgresJsDatabase };

const shared = globalThis as typeof globalThis & {
  auditLogPools?: Partial<Record<keyof typeof settings, Pool>>;
};

const limits = { lock_timeout: 1_000, statement_timeout: 3_000, jit: "off" };
const settings = {
  pages: {
    max: 4,
    connection: {
      ...limits,
      application_name: "audit_log_read",
      plan_cache_mode: "force_generic_plan",
      // A plan made while a month was empty would go on reading all of it for a while.
      enable_seqscan: "off",
      enable_bitmapscan: "off",
    },
  },
  searches: { max: 2, connection: { ...limits, application_name: "audit_log_search" } },
};

/**
 * One statement at a time on a connection. Where one has to be prepared anew (a column was altered, a pooler in between)
 * postgres.js 3.4.9 does so in the midst of those that wait behind it, and hands out each answer to the wrong one: a
 * tenant's page to another.
 */
export const alone = { max_pipeline: 0 };

/**
 * Connections for pages that an index gives, whose statements are prepared: over two years of partitions planning one
 * takes five times as long as running it. Left to itself Postgres would plan many of them anew each time.
 */
export function pages(): PostgresJsDatabase {
  return poolOf("pages");
}

/** Connections for all else that is asked of the log, which may take long: no page waits for it. */
export function searches(): PostgresJsDatabase {
  return poolOf("searches");
}

/**
 * On neither a statement takes longer than three seconds, nor waits longer than one for a lock: what is slow, and a
 * table that is locked, take nothing from the application.
 */
function poolOf(name: keyof typeof settings): PostgresJsDatabase {
  const pools = (shared.auditLogPools ??= {});
  const open = pools[name];
  if (open && isOpen(open.client)) return open.database;
  const client = createSqlClient({ ...settings[name], ...alone, connect_timeout: 2 });
  const pool = { client, database: drizzle(client) };
  pools[name] = pool;
  return pool.database;
}

/** Cuts off connections that don't answer; the next page opens new ones. */
export function replacePages(): void {
  const open = shared.auditLogPools?.pages;
  delete shared.auditLogPools?.pages;
  if (open) void endSqlClient(open.client, { timeout: 0 });
}

export async function closeReading(): Promise<void> {
  const open = Object.values(shared.auditLogPools ?? {});
  delete shared.auditLogPools;
  await Promise.all(open.map(({ client }) => endSqlClient(client, { timeout: 1 })));
}
