import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { createSqlClient, endSqlClient, isOpen, oneAtATime } from "@/db/drizzle";

/** Drizzle on a client of its own. */
export type Database = PostgresJsDatabase & { $client: Sql };

const shared = globalThis as typeof globalThis & {
  auditLogPools?: Partial<Record<keyof typeof settings, Database>>;
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
 * Connections for pages that an index gives, whose statements are prepared: over two years of partitions planning one
 * takes five times as long as running it. Left to itself Postgres would plan many of them anew each time.
 */
export function pages(): Database {
  return poolOf("pages");
}

/** Connections for all else that is asked of the log, which may take long: no page waits for it. */
export function searches(): Database {
  return poolOf("searches");
}

/**
 * On neither a statement takes longer than three seconds, nor waits longer than one for a lock: what is slow, and a
 * table that is locked, take nothing from the application.
 */
function poolOf(name: keyof typeof settings): Database {
  const pools = (shared.auditLogPools ??= {});
  const open = pools[name];
  if (open && isOpen(open.$client)) return open;
  const database = drizzle(createSqlClient({ ...settings[name], ...oneAtATime, connect_timeout: 2 }));
  pools[name] = database;
  return database;
}

/** Cuts off connections that don't answer; the next page opens new ones. */
export function replacePages(): void {
  const open = shared.auditLogPools?.pages;
  delete shared.auditLogPools?.pages;
  if (open) void endSqlClient(open.$client, { timeout: 0 });
}

export async function closeReading(): Promise<void> {
  const open = Object.values(shared.auditLogPools ?? {});
  delete shared.auditLogPools;
  await Promise.all(open.map(({ $client }) => endSqlClient($client, { timeout: 1 })));
}
