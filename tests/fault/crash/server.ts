import { mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { onTestFinished } from "vitest";
import { startEmbeddedPostgres } from "@/db/embedded/embeddedPostgres";
import { migrateDatabase } from "@/db/migrate";
import { postmasterPid } from "@/tests/setup/embedded";

/** As durable as in production, unlike the other tests' server: what it has committed outlives it. */
const settings = { fsync: "on", synchronous_commit: "on", full_page_writes: "on", max_connections: "60" };

export type DurableServer = {
  url: string;
  /** SIGKILL to the postmaster, and to each of its processes as well if `wholly`. */
  kill: (how: { wholly: boolean }) => Promise<void>;
  restart: () => Promise<void>;
};

/** A server of the test's own, migrated. The prefix is of the folders that the next test run clears away. */
export async function startDurableServer(): Promise<DurableServer> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "audit-log-test-crash-")));
  const port = await freePort();
  const start = () => startEmbeddedPostgres({ folder, port, settings });
  const first = await start();
  const { url } = first;
  const uses = [first];
  onTestFinished(async () => {
    for (const use of uses) await use.release();
    const serverFolder = await realpath(path.join(folder, "server"));
    for (const each of [serverFolder, folder]) await rm(each, { recursive: true, force: true });
  }, 60_000);
  await migrateDatabase(url);
  return {
    url,
    kill: async ({ wholly }) => {
      const pids = wholly ? await serverProcesses(url) : [];
      for (const pid of [await postmasterPid(folder), ...pids]) killIfThere(pid);
    },
    restart: async () => void uses.push(await start()),
  };
}

async function serverProcesses(url: string): Promise<number[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql<{ pid: number }[]>`select pid from pg_stat_activity`;
    return rows.map(({ pid }) => pid);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself when the postmaster did.
  }
}

/** Below the ports that systems give to outgoing connections: one of those could take it between kill and restart. */
async function freePort(): Promise<number> {
  const port = 15_000 + Math.floor(Math.random() * 15_000);
  return (await isFree(port)) ? port : freePort();
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
