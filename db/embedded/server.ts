import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import postgres from "postgres";

import { superuser, type Cluster } from "./cluster";
import { EmbeddedPostgresError } from "./embeddedError";
import { candidatePorts, host, noPortError, portTrouble } from "./ports";
import { disownPidFile, findPostmaster } from "./postmaster";
import { startMark } from "./processes";
import { programError, programOptions, runProgram } from "./programs";

/** Server settings by name, such as `{ fsync: "off" }`, for this start. */
export type Settings = Readonly<Record<string, string>>;

const readyWithinMs = 60_000;
const pollMs = 50;

const fixedSettings: Settings = {
  listen_addresses: host,
  unix_socket_directories: "",
  // What a failed statement held doesn't belong into a log file.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  timezone: "UTC",
  log_timezone: "UTC",
};

/** The port of the cluster's server, once it answers; null when none runs. */
export async function runningPort(cluster: Cluster): Promise<number | null> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    const postmaster = await findPostmaster(cluster);
    if (postmaster === null) return null;
    if (postmaster.port !== null && (await answers(cluster, postmaster.port))) return postmaster.port;
    await sleep(pollMs);
  }
  throw new EmbeddedPostgresError(
    `The embedded Postgres runs but doesn't answer. What it said last is in ${cluster.logFile}`,
  );
}

/**
 * Starts the server on the first port that can be had, and gives the port.
 *
 * @throws EmbeddedPostgresError
 */
export async function startServer(
  cluster: Cluster,
  { port: wanted, settings }: { port: number | undefined; settings: Settings },
): Promise<number> {
  for (const port of candidatePorts(wanted)) {
    if ((await portTrouble(port)) !== null) continue;
    if (await startOn(port, { cluster, settings })) return port;
  }
  throw noPortError(wanted);
}

/** Ends the server after disconnecting everybody; every commit is kept. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const postmaster = await findPostmaster(cluster);
  if (postmaster === null) return;
  const { binaries, dataFolder, account } = cluster;
  await runProgram([binaries.pgCtl, "stop", "-D", dataFolder, "-m", "fast", "-w", "-t", "60"], account);
  // pg_ctl watches the pid file, which goes shortly before the process does.
  while (startMark(postmaster.pid) !== null) await sleep(pollMs);
}

/** Null when somebody else took the port since it was found free. */
async function startOn(port: number, { cluster, settings }: { cluster: Cluster; settings: Settings }) {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    await disownPidFile(cluster);
    const child = await spawnServer(port, { cluster, settings });
    while (child.exitCode === null && child.signalCode === null) {
      if ((await runningPort(cluster)) === port) return port;
      await sleep(pollMs);
    }
    const log = await readFile(cluster.logFile, "utf8");
    if (log.includes("could not create any TCP/IP sockets")) return null;
    // Sessions of a server that was killed end a moment after it.
    if (!log.includes("shared memory block")) throw programError(cluster.binaries.postgres, log.trim());
    await sleep(pollMs);
  }
  throw new EmbeddedPostgresError(
    `A server that was killed left processes behind that still use ${cluster.dataFolder}. End them and start again.`,
  );
}

async function spawnServer(
  port: number,
  { cluster, settings }: { cluster: Cluster; settings: Settings },
): Promise<ChildProcess> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;
  const log = await open(cluster.logFile, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600);
  const options = Object.entries({ ...settings, ...fixedSettings, port: String(port) });
  try {
    const args = [
      "-D",
      cluster.dataFolder,
      ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
    const child = spawn(cluster.binaries.postgres, args, {
      ...programOptions(cluster.account),
      stdio: ["ignore", log.fd, log.fd],
    });
    await once(child, "spawn");
    child.unref();
    return child;
  } catch (error) {
    throw programError(cluster.binaries.postgres, error instanceof Error ? error.message : "no reason given");
  } finally {
    await log.close();
  }
}

async function answers({ password, folder }: Cluster, port: number) {
  const login = { host, port, user: superuser, password, database: "postgres" };
  const client = postgres({ ...login, max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select 1`;
    return true;
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || error.code !== "28P01") return false;
    throw new EmbeddedPostgresError(
      `The embedded database doesn't take the password kept in ${folder}. Put the right one back, or delete` +
        ` ${folder} to start with an empty database.`,
    );
  } finally {
    await client.end({ timeout: 1 });
  }
}
