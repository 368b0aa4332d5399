import { chown, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";

import { installBinaries, type Binaries } from "./binaries";
import { EmbeddedPostgresError } from "./embeddedError";
import { prepareLocation, type Location } from "./location";
import { runProgram } from "./programs";
import { keptSecret } from "./secrets";

/** A database cluster on disk, ready to be started. */
export type Cluster = Location & {
  folder: string;
  binaries: Binaries;
  password: string;
  logFile: string;
};

export const superuser = "postgres";

/**
 * Makes what is missing of the cluster in `folder`: programs, password, data. Call it under the folder's
 * lock. Whatever stage an earlier attempt was killed at, this one goes on from there.
 *
 * @throws EmbeddedPostgresError
 */
export async function prepareCluster(folder: string): Promise<Cluster> {
  const location = await prepareLocation(folder);
  const binaries = await installBinaries(location.serverFolder, location.account);
  const passwordFile = path.join(folder, "password");
  const initialized = await hasData(location);
  if (initialized) await requirePassword({ folder, passwordFile });
  const password = await keptSecret(passwordFile);
  const cluster = {
    ...location,
    folder,
    binaries,
    password,
    logFile: path.join(folder, "postgres.log"),
  };
  if (!initialized) await initialize(cluster);
  return cluster;
}

async function initialize({ dataFolder, serverFolder, account, binaries, password }: Cluster) {
  // A folder of its own each time: an initdb whose parent was killed may still be writing into the last.
  const partial = await mkdtemp(`${dataFolder}.partial-`);
  const passwordFile = path.join(serverFolder, "initial-password");
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const file of [partial, passwordFile]) await chown(file, account.uid, account.gid);

  try {
    await runProgram([binaries.initdb, "-D", partial, `--pwfile=${passwordFile}`, ...initdbOptions], account);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(partial, dataFolder);
  await removeLeftovers(serverFolder);
}

async function removeLeftovers(serverFolder: string) {
  const names = (await readdir(serverFolder)).filter((name) => name.startsWith("data.partial-"));
  const folders = names.map((name) => path.join(serverFolder, name));
  await Promise.allSettled(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}

const initdbOptions = [
  `--username=${superuser}`,
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  // The same order of text on every system, whatever locales it has.
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--no-instructions",
];

async function hasData({ dataFolder }: Location) {
  try {
    return (await stat(dataFolder)).isDirectory();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

async function requirePassword({ folder, passwordFile }: { folder: string; passwordFile: string }) {
  const kept = await stat(passwordFile).catch(() => null);
  if (kept) return;
  throw new EmbeddedPostgresError(
    `The embedded database's password, ${passwordFile}, is missing. Put it back, or delete ${folder} to start` +
      " with an empty database.",
  );
}
