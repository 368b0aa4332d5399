import "server-only";

import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Options, type Sql } from "postgres";

import { guardTransactions } from "@/db/guardedTransactions";
import { readEnv } from "@/env";

type ClientOptions = Options<Record<string, never>>;

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
export function createSqlClient(options: ClientOptions = {}): Sql {
  return openClient(connection(), options);
}

/**
 * For a client that many ask at once: one statement at a time on a connection. Where a prepared one has to be prepared
 * anew (a column was altered, a pooler in between) postgres.js 3.4.9 does so in the midst of those that wait behind it,
 * and hands out each answer to the wrong one: a tenant's page to another. The driver's types lack the option, and its
 * `begin` fails with it.
 */
export const oneAtATime = { max_pipeline: 0 };

/** Whether this client has not been ended. */
export function isOpen(client: Sql): boolean {
  return globalThis.applicationConnection?.clients.has(client) ?? false;
}

/** Ends one client, after the queries under way or so many seconds; 0 cuts them off. */
export async function endSqlClient(client: Sql, { timeout }: { timeout: number }): Promise<void> {
  globalThis.applicationConnection?.clients.delete(client);
  await client.end({ timeout });
}

/** Ends every client opened here, after the queries under way (at most five seconds). A later query opens anew. */
export async function closeDatabase(): Promise<void> {
  const open = globalThis.applicationConnection;
  globalThis.applicationConnection = undefined;
  await Promise.all([...(open?.clients ?? [])].map((client) => client.end({ timeout: 5 })));
}

const defaults: ClientOptions = {
  // postgres.js prints notices unless told what to do with them.
  onnotice: () => {},
  // Nobody awaits the driver's question for array types: a connection lost meanwhile ends the process.
  fetch_types: false,
  // Its own pauses between attempts grow to twenty seconds, and outlast a restart of the server by as much.
  backoff: () => 0.1,
};

function connection(): Connection {
  globalThis.applicationConnection ??= connect();
  return globalThis.applicationConnection;
}

function connect(): Connection {
  const clients = new Set<Sql>();
  return { database: drizzle(guardTransactions(openClient({ clients }, {}))), clients };
}

function openClient({ clients }: Pick<Connection, "clients">, options: ClientOptions): Sql {
  const client = postgres(readEnv().DATABASE_URL, { ...defaults, ...options });
  clients.add(client);
  return client;
}
