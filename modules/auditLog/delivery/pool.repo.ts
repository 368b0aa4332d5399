import { drizzle } from "drizzle-orm/postgres-js";
import { createSqlClient, isOpen } from "@/db/drizzle";
import type { Executor } from "@/db/transaction";

type Client = ReturnType<typeof createSqlClient>;
type Pool = { client: Client; executor: Executor };

const shared = globalThis as typeof globalThis & { auditLogPool?: Pool };

/**
 * The log's own few connections, for entries outside a transaction. The application's pool would not
 * do: an insert that waits there for a connection while its caller holds one deadlocks a full pool.
 */
export function ownPool(): Executor {
  const pool = shared.auditLogPool;
  if (pool && isOpen(pool.client)) return pool.executor;
  return (shared.auditLogPool = openPool()).executor;
}

export async function closeOwnPool(): Promise<void> {
  const pool = shared.auditLogPool;
  delete shared.auditLogPool;
  await pool?.client.end({ timeout: 5 });
}

function openPool(): Pool {
  const client = createSqlClient({ max: 2, connect_timeout: 2, connection: { statement_timeout: 1_500 } });
  return { client, executor: drizzle(client) };
}
