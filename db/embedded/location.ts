import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import path from "node:path";

import { canReach, serverAccount, type Account } from "./account";
import { EmbeddedPostgresError } from "./embeddedError";

/** The server's programs and data, and whom it runs as (null: as ourselves). */
export type Location = { serverFolder: string; dataFolder: string; account: Account | null };

const sharedFolder = "/var/lib/audit-log-postgres";

/**
 * Makes the folder all of an embedded server's files are in, or finds where it is.
 *
 * @throws EmbeddedPostgresError
 */
export async function prepareFolder(wanted: string): Promise<string> {
  try {
    await mkdir(path.dirname(wanted), { recursive: true });
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    return await realpath(wanted);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw new EmbeddedPostgresError(
      `The embedded database's folder ${wanted} can't be made (${reason}). Make it writable for this user, or` +
        " set EMBEDDED_POSTGRES_DIR, e.g. EMBEDDED_POSTGRES_DIR=.data/postgres",
    );
  }
}

/**
 * The place for programs and data in `folder`. As root, in a project below a folder that only root may
 * enter, it is below /var/lib, with a symlink to it: the account that runs the server can't come here.
 *
 * @throws EmbeddedPostgresError
 */
export async function prepareLocation(folder: string): Promise<Location> {
  const link = path.join(folder, "server");
  const serverFolder = (await realpath(link).catch(() => null)) ?? (await makeServerFolder(link));
  const account = await serverAccount(path.join(serverFolder, "data"));
  if (account === null) return locationAt(serverFolder, null);

  await chmod(folder, 0o711);
  await chmod(serverFolder, 0o711);
  if (canReach(account, serverFolder)) return locationAt(serverFolder, account);
  return locationAt(await moveOutside(link), account);
}

function locationAt(serverFolder: string, account: Account | null): Location {
  return { serverFolder, dataFolder: path.join(serverFolder, "data"), account };
}

async function makeServerFolder(link: string) {
  // What is there can only be a link to what was deleted since.
  await rm(link, { force: true });
  await mkdir(link, { mode: 0o700 });
  return link;
}

async function moveOutside(link: string) {
  if ((await readdir(link)).length > 0) {
    throw new EmbeddedPostgresError(
      `The account that runs Postgres can't enter ${link}. Let it through the folders above (chmod o+x), or set` +
        " EMBEDDED_POSTGRES_DIR to a folder it can enter, e.g. EMBEDDED_POSTGRES_DIR=/var/lib/app-postgres",
    );
  }
  await mkdir(sharedFolder, { recursive: true });
  await chmod(sharedFolder, 0o711);
  const outside = await mkdtemp(path.join(sharedFolder, "database-"));
  await chmod(outside, 0o711);
  await rm(link, { recursive: true });
  await symlink(outside, link);
  return outside;
}
