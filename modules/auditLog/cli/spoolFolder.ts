import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { unframe } from "@/modules/auditLog/delivery/spool/frame";
import { readLines } from "@/modules/auditLog/delivery/spool/lines";
import {
  isRunning,
  nobody,
  parseName,
  readOwnProcess,
  type Owner,
} from "@/modules/auditLog/delivery/spool/owner";
import { parseJson, spoolRecordSchema, type SpoolRecord } from "@/modules/auditLog/delivery/spool/record";
import { CommandError } from "./command";

/** One file of entries that wait. `codes` counts why they do; `damaged` counts lines that can't be read. */
export type WaitingFile = Found & {
  name: string;
  writer: "running" | "gone" | "elsewhere";
  bytes: number;
};

type Found = { waiting: number; damaged: number; oldest: string | null; codes: Map<string, number> };

/**
 * What waits in a spool folder, also in files that running processes write. It is only looked at.
 *
 * @throws CommandError for a folder that can't be read
 */
export async function readSpoolFolder(folder: string): Promise<WaitingFile[]> {
  const names = await readdir(folder).catch((error: unknown) => nothingIfMissing(folder, error));
  const found = await Promise.all(names.toSorted().map((name) => readWaiting(folder, name)));
  return found.filter((file) => file !== null);
}

async function readWaiting(folder: string, name: string): Promise<WaitingFile | null> {
  const parsed = parseName(name);
  if (parsed?.kind !== "spool") return null;
  const file = path.join(folder, name);
  try {
    const waiting = await readRecords(file);
    return { name, writer: await findWriter(parsed.owner), bytes: (await stat(file)).size, ...waiting };
  } catch (error) {
    // Meanwhile emptied and removed by its process, or renamed by the one that took it over.
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function readRecords(file: string) {
  const found: Found = { waiting: 0, damaged: 0, oldest: null, codes: new Map() };
  for await (const { bytes, isEnded } of readLines(file)) {
    const json = unframe(bytes);
    // What has no end yet is being written.
    if (json === null) found.damaged += isEnded ? 1 : 0;
    else count(found, spoolRecordSchema.safeParse(parseJson(json)).data);
  }
  return found;
}

function count(found: Found, record?: SpoolRecord): void {
  const code = record?.code ?? "UNKNOWN_SHAPE";
  found.waiting += 1;
  found.oldest ??= record?.at ?? null;
  found.codes.set(code, (found.codes.get(code) ?? 0) + 1);
}

async function findWriter(owner: Owner): Promise<WaitingFile["writer"]> {
  if (owner.place === nobody.place) return "gone";
  if (owner.place !== readOwnProcess().place) return "elsewhere";
  return (await isRunning(owner)) ? "running" : "gone";
}

function nothingIfMissing(folder: string, error: unknown): string[] {
  const code = codeOf(error);
  if (code === "ENOENT") return [];
  throw new CommandError(
    `The spool folder ${folder} can't be read (${code}). Run this as the application's user, with its AUDIT_LOG_SPOOL_DIR.`,
  );
}
