import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { mkdir, open, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "@/modules/auditLog/delivery/failures";

// Systems on which a folder can't be opened or fsynced: there its entries are durable by themselves, or not at all.
const noFolderSync = new Set(["EISDIR", "EPERM", "EINVAL", "ENOTSUP"]);

/** Makes the folder, for this user alone, if it is not there, and what it is in; all durable when this returns. */
export async function ensureFolder(folder: string, mode = 0o700): Promise<void> {
  try {
    await mkdir(folder, { mode });
    await syncFolder(dirname(folder));
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    await ensureFolder(dirname(folder), 0o777);
    await ensureFolder(folder, mode);
  }
}

/** A file's name is durable once its folder is fsynced: fsync(2). */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!noFolderSync.has(codeOf(error))) throw error;
  }
}

export function ensureFolderSync(folder: string, mode = 0o700): void {
  try {
    mkdirSync(folder, { mode });
    syncFolderSync(dirname(folder));
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    ensureFolderSync(dirname(folder), 0o777);
    ensureFolderSync(folder, mode);
  }
}

export function syncFolderSync(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!noFolderSync.has(codeOf(error))) throw error;
  }
}

/** Whether the path still leads to the open file: another process may have renamed it, or somebody removed it. */
export async function isInPlace(handle: FileHandle, path: string): Promise<boolean> {
  try {
    const [mine, found] = await Promise.all([handle.stat({ bigint: true }), stat(path, { bigint: true })]);
    return mine.ino === found.ino && mine.dev === found.dev;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}
