import { mkdtemp, realpath, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { startEmbeddedPostgres } from "@/db/embedded/embeddedPostgres";

/** A server of this run's own, thrown away afterwards. */
export type Server = { sql: postgres.Sql; url: string; stop: () => Promise<void> };

/**
 * Starts it with Postgres's own settings, so durable as in production, and points the application at it.
 * `flushMs` is how long each flush of the server's log is held up: a disk that answers from a cache makes
 * commits cheaper than they are in production.
 */
export async function startServer({ flushMs }: { flushMs: number }): Promise<Server> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "audit-log-bench-"));
  const slower = { commit_delay: String(Math.round(flushMs * 1_000)), commit_siblings: "0" };
  const server = await startEmbeddedPostgres({ folder, settings: flushMs > 0 ? slower : {} });
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const stop = async () => {
    await sql.end();
    await server.release();
    // Where root may enter the temporary folder but Postgres may not, this is a symlink.
    const serverFolder = await realpath(path.join(folder, "server"));
    for (const each of [serverFolder, folder]) await rm(each, { recursive: true, force: true });
  };
  Object.assign(process.env, {
    NODE_ENV: "production",
    DATABASE_URL: server.url,
    AUTH_SECRET: server.authSecret,
    TRUSTED_PROXIES: "1",
    AUDIT_LOG_SPOOL_DIR: path.join(folder, "spool"),
  });
  return { sql, url: server.url, stop };
}
