import { execFileSync, spawnSync } from "node:child_process";
import { lchown, readdir, stat } from "node:fs/promises";
import path from "node:path";

import { EmbeddedPostgresError } from "./embeddedError";

/** Whom the server runs as, by number. */
export type Account = { uid: number; gid: number };

const candidates = ["postgres", "_postgres", "nobody"];

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account to run the server as: Postgres refuses to run as root. Null for an ordinary user, who runs
 * it as themselves. A data folder that is there already decides by its owner.
 */
export async function serverAccount(dataFolder: string): Promise<Account | null> {
  if (!isRoot()) return null;
  const owner = await stat(dataFolder).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = candidates.map(lookUp).find((found) => found !== null);
  if (account) return account;
  throw new EmbeddedPostgresError(
    `Postgres doesn't run as root, and none of the accounts ${candidates.join(", ")} exists to run it as.` +
      " Add one, e.g. useradd --system postgres, or start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether the account can work in the folder: every folder above it must let it through. */
export function canReach({ uid, gid }: Account, folder: string): boolean {
  const { status } = spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], {
    uid,
    gid,
    cwd: "/",
    stdio: "ignore",
  });
  return status === 0;
}

/** Makes the account the owner of a folder and all that is in it. */
export async function giveTo({ uid, gid }: Account, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true }))
    await lchown(path.join(folder, entry), uid, gid);
  await lchown(folder, uid, gid);
}

function lookUp(name: string): Account | null {
  const ask = (option: string) =>
    Number(execFileSync("id", [option, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return null;
  }
}
