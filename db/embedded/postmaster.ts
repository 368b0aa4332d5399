import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Cluster } from "./cluster";
import { commandLine, startMark } from "./processes";

/** A server's first process. The port is null until it has got so far. */
export type Postmaster = { pid: number; port: number | null };

/**
 * The cluster's running server, if there is one. `postmaster.pid` alone doesn't tell: after a kill -9 or
 * a power cut it stays, and its number may be somebody else's by now.
 */
export async function findPostmaster({ dataFolder }: Cluster): Promise<Postmaster | null> {
  const [pid, , , port] = (await readPidFile(dataFolder)).map(Number);
  if (!pid || startMark(pid) === null || !isOurs({ pid, dataFolder })) return null;
  return { pid, port: port || null };
}

/**
 * Postgres refuses to start while the process that `postmaster.pid` names is there: another that got the
 * number, or the remains of the killed one. Naming ourselves, the next server's parent, lets it through,
 * where deleting the file would also take away its check that nothing uses the old one's shared memory.
 */
export async function disownPidFile({ dataFolder }: Cluster): Promise<void> {
  const [pid, ...others] = await readPidFile(dataFolder);
  if (!pid) return;
  await writeFile(pidFile(dataFolder), [process.pid, ...others].join("\n"));
}

function isOurs({ pid, dataFolder }: { pid: number; dataFolder: string }) {
  return commandLine(pid)?.includes(` -D ${dataFolder} `) ?? true;
}

async function readPidFile(dataFolder: string) {
  return (await readFile(pidFile(dataFolder), "utf8").catch(() => "")).split("\n");
}

function pidFile(dataFolder: string) {
  return path.join(dataFolder, "postmaster.pid");
}
