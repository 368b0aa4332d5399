import type { Sql } from "postgres";
import { createSqlClient, endSqlClient, isOpen, oneAtATime } from "@/db/drizzle";

const shared = globalThis as typeof globalThis & { auditLogPool?: Sql };

/**
 * The log's own few connections, for entries outside a transaction. The application's pool would not
 * do: an insert that waits there for a connection while its caller holds one deadlocks a full pool.
 */
export function ownPool(): Sql {
  const pool = shared.auditLogPool;
  if (pool && isOpen(pool)) return pool;
  return (shared.auditLogPool = createSqlClient({
    ...oneAtATime,
    max: 3,
    connect_timeout: 1,
    connection: {
      application_name: "audit_log",
      lock_timeout: 100,
      statement_timeout: 1_000,
      // Where the server acknowledges commits before they are on disk, "stored" would be a promise too much.
      synchronous_commit: "on",
    },
  }));
}

export async function closeOwnPool(): Promise<void> {
  // Nothing is under way by now; after an outage the driver waits for connections that never come.
  await endOwnPool({ timeout: 1 });
}

/** Cuts off connections that don't answer; the next entry opens new ones. */
export function replaceOwnPool(): void {
  void endOwnPool({ timeout: 0 });
}

async function endOwnPool(options: { timeout: number }): Promise<void> {
  const pool = shared.auditLogPool;
  delete shared.auditLogPool;
  if (pool) await endSqlClient(pool, options);
}
