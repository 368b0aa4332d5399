import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { createSqlClient, endSqlClient, isOpen } from "@/db/drizzle";

type Reading = { client: Sql; database: PostgresJsDatabase };

const shared = globalThis as typeof globalThis & { auditLogReading?: Reading };

/**
 * A few connections for reading the log, on which no statement takes longer than three seconds, nor waits longer
 * than one for a lock: searches that are long, and a table that is locked, take nothing from the application.
 */
export function reading(): PostgresJsDatabase {
  const open = shared.auditLogReading;
  if (open && isOpen(open.client)) return open.database;
  const client = createSqlClient({
    max: 4,
    connect_timeout: 2,
    connection: { application_name: "audit_log_read", lock_timeout: 1_000, statement_timeout: 3_000 },
  });
  shared.auditLogReading = { client, database: drizzle(client) };
  return shared.auditLogReading.database;
}

export async function closeReading(): Promise<void> {
  const open = shared.auditLogReading;
  delete shared.auditLogReading;
  if (open) await endSqlClient(open.client, { timeout: 1 });
}
