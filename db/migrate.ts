import path from "node:path";

import { drizzle } from "drizzle-orm/postgres-js";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";

/** Any number that no other use of advisory locks on this server picks. */
const migrationLock = "7310218844260914921";

/**
 * Brings the database at `url` up to date. Any number of processes may do so at once: one migrates, the
 * others wait and find nothing left to do. The lock belongs to a session, so `url` must not lead through
 * a pooler that hands out connections per transaction.
 */
export async function migrateDatabase(
  url: string,
  { migrationsFolder = path.resolve("db/migrations") }: { migrationsFolder?: string } = {},
): Promise<void> {
  // One connection that is never replaced, or the lock and the migrations part ways.
  const keep = { max: 1, max_lifetime: null, idle_timeout: 0 };
  const client = postgres(url, { ...keep, connect_timeout: 10, onnotice: () => {} });
  try {
    await underLock(client, async () => {
      if (!(await isUpToDate(client, migrationsFolder))) await migrate(drizzle(client), { migrationsFolder });
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/**
 * Whether nothing is left to do. Then the application starts with a role that may not change tables; the
 * migrator would fail there, since it begins by creating its own.
 */
async function isUpToDate(client: Sql, migrationsFolder: string): Promise<boolean> {
  const newest = readMigrationFiles({ migrationsFolder }).at(-1);
  try {
    const [applied] = await client`select max(created_at) as at from drizzle.__drizzle_migrations`;
    return newest !== undefined && Number(applied?.at ?? 0) >= newest.folderMillis;
  } catch (error) {
    // No such table or schema yet, or no right to read it: the migrator says what is the matter.
    if (error instanceof postgres.PostgresError) return false;
    throw error;
  }
}

async function underLock(client: Sql, action: () => Promise<void>) {
  await client`select pg_advisory_lock(${migrationLock}::bigint)`;
  try {
    await action();
  } finally {
    await client`select pg_advisory_unlock(${migrationLock}::bigint)`;
  }
}
