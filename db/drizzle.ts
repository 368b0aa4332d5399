import "server-only";

import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Options, type Sql } from "postgres";

import { readEnv } from "@/env";

type Connection = { database: PostgresJsDatabase; clients: Set<Sql> };

declare global {
  // Hot reload evaluates this file again; the pool has to outlive that.
  var applicationConnection: Connection | undefined;
}

/**
 * The application's database. It connects at the first query, never at import: `next build` evaluates
 * every route without a `DATABASE_URL`.
 */
export const db: PostgresJsDatabase = new Proxy<PostgresJsDatabase>(drizzle.mock(), {
  get: (_mock, key): unknown => Reflect.get(connection().database, key),
  has: (_mock, key) => Reflect.has(connection().database, key),
});

/**
 * A postgres.js client of one's own, for raw SQL or a separate pool: `drizzle()` changes how the client it
 * is given writes dates and JSON. `closeDatabase` ends it too.
 */
export function createSqlClient(options: Options<Record<string, never>> = {}): Sql {
  return openClient(connection(), options);
}

/** Whether `closeDatabase` has not ended this client. */
export function isOpen(client: Sql): boolean {
  return globalThis.applicationConnection?.clients.has(client) ?? false;
}

/** Ends every client opened here, after the queries under way (at most five seconds). A later query opens anew. */
export async function closeDatabase(): Promise<void> {
  const open = globalThis.applicationConnection;
  globalThis.applicationConnection = undefined;
  await Promise.all([...(open?.clients ?? [])].map((client) => client.end({ timeout: 5 })));
}

function connection(): Connection {
  globalThis.applicationConnection ??= connect();
  return globalThis.applicationConnection;
}

function connect(): Connection {
  const clients = new Set<Sql>();
  return { database: drizzle(openClient({ clients }, {})), clients };
}

function openClient({ clients }: Pick<Connection, "clients">, options: Options<Record<string, never>>): Sql {
  // postgres.js prints notices unless told what to do with them.
  const client = postgres(readEnv().DATABASE_URL, { onnotice: () => {}, ...options });
  clients.add(client);
  return client;
}
