import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import postgres from "postgres";
import { onTestFinished } from "vitest";
import { z } from "zod";

import { stopAbandoned } from "@/db/embedded/embeddedPostgres";

const tsx = path.resolve("node_modules/.bin/tsx");
const startedLine = z.object({ url: z.string(), authSecret: z.string() });
const leftLine = z.object({ stopped: z.boolean() });

/** A folder for an embedded server, which is stopped and removed with it after the test. */
export async function temporaryFolder(): Promise<string> {
  const parent = await realpath(await mkdtemp(path.join(tmpdir(), "audit-log-embedded-")));
  await chmod(parent, 0o711);
  const folder = path.join(parent, "postgres");
  onTestFinished(async () => {
    await stopAbandoned(folder);
    const serverFolder = await realpath(path.join(folder, "server"));
    for (const each of [serverFolder, parent]) await rm(each, { recursive: true, force: true });
  }, 60_000);
  return folder;
}

/** Runs a script of the project in a process group of its own, which is killed after the test. */
export function spawnScript(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const options = { env: { ...process.env, ...env }, detached: true };
  const child = spawn(tsx, ["--conditions=react-server", ...args], options);
  onTestFinished(() => killGroup(child));
  return child;
}

/** Everything the script says, and how it ends. */
export async function finish(child: ReturnType<typeof spawnScript>) {
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
  return { code: child.exitCode, stdout, stderr };
}

/** A process that uses the folder's embedded server, once it has got it. */
export async function joinServer(
  folder: string,
  { uid, env }: { uid?: number; env?: Record<string, string> } = {},
) {
  const args = uid === undefined ? [folder] : [folder, String(uid)];
  const child = spawnScript(["tests/setup/embeddedProcess.ts", ...args], env);
  const complaint = text(child.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const line: unknown = (await lines.next()).value;
    if (typeof line !== "string") throw new Error(`The process ended early: ${await complaint}`);
    const said: unknown = JSON.parse(line);
    return said;
  };

  const { url, authSecret } = startedLine.parse(await nextLine());
  const leave = async () => {
    child.stdin.end();
    return leftLine.parse(await nextLine()).stopped;
  };
  const kill = async () => {
    killGroup(child);
    await ended(child);
  };
  return { url, authSecret, leave, kill };
}

/** One statement on a connection of its own. */
export async function query(url: string, statement: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end();
  }
}

export async function postmasterPid(folder: string): Promise<number> {
  return Number((await readFile(pidFile(folder), "utf8")).split("\n")[0]);
}

export function pidFile(folder: string): string {
  return path.join(folder, "server/data/postmaster.pid");
}

async function ended(child: ChildProcess) {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

function killGroup({ pid = 0 }: ChildProcess) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
