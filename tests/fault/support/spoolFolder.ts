import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { onTestFinished } from "vitest";

/** The test file's own spool folder. */
function spoolFolder(): string {
  const folder = process.env.AUDIT_LOG_SPOOL_DIR;
  if (folder === undefined) throw new Error("The test has no spool folder");
  return folder;
}

/** A file stands where the folder was: nothing can be written there, by root neither. Mended after the test at the latest. */
export async function breakSpool(): Promise<() => Promise<void>> {
  const folder = spoolFolder();
  const aside = `${folder}-aside`;
  await rename(folder, aside);
  await writeFile(folder, "");
  let isBroken = true;
  const mend = async () => {
    if (!isBroken) return;
    isBroken = false;
    await rm(folder);
    await rename(aside, folder);
  };
  onTestFinished(mend);
  return mend;
}

/** Everything that stands in the spool's files, dead letters included. */
export async function readSpoolText(): Promise<string> {
  const folder = spoolFolder();
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  return [...names, ...texts].join("\n");
}
