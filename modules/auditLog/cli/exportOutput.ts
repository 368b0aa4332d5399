import { lstat, open, rename, type FileHandle } from "node:fs/promises";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { reasonOf, type AuditLogExport } from "@/modules/auditLog/export/export.types";
import { CommandError } from "./command";

/** @throws CommandError where nobody reads any more, or it is not whole */
export async function writeOut({ body, progress }: AuditLogExport, output: Writable): Promise<void> {
  try {
    await pipeline(body, output, { end: false });
  } catch (error) {
    const code = codeOf(error);
    if (code === "EPIPE")
      throw new CommandError("Standard output was closed before all entries were written.");
    throw new CommandError(`Standard output can't be written (${code}): entries are missing.`);
  }
  requireWhole(progress, "Entries are missing. Run this again.");
}

/** @throws CommandError where there is anything of that name, even a link that leads nowhere */
export async function requireUnused(out: string): Promise<void> {
  // What can't be looked at can't be written, which is told then.
  const found = await lstat(out).catch(() => null);
  if (found !== null) throw new CommandError(`${out} is there already: name another file, or remove it.`);
}

/**
 * Under another name until it is whole, and readable by its owner alone.
 *
 * @throws CommandError where it can't be written, or is not whole
 */
export async function writeFileWhole({ body, progress }: AuditLogExport, out: string): Promise<void> {
  const partial = `${out}.part`;
  try {
    const file = await open(partial, "wx", 0o600);
    await fill(file, body);
    if (progress.state === "complete") await rename(partial, out);
  } catch (error) {
    throw new CommandError(explain(codeOf(error), { partial, out }));
  } finally {
    await body.cancel().catch(() => {});
  }
  const entries = `${progress.rows} ${progress.rows === 1 ? "entry" : "entries"}`;
  requireWhole(
    progress,
    `What was written, ${entries}, is in ${partial}. Remove that file and run this again.`,
  );
}

function requireWhole({ state, code }: AuditLogExport["progress"], advice: string): void {
  if (state === "complete") return;
  const why = code === null ? "aborted" : code;
  const reason = code === null ? "" : reasonOf(code);
  throw new CommandError(`The export broke off (${why}). ${reason === "" ? "" : `${reason} `}${advice}`);
}

async function fill(file: FileHandle, body: AuditLogExport["body"]): Promise<void> {
  try {
    for await (const bytes of body) await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function explain(code: string, { partial, out }: { partial: string; out: string }): string {
  if (code === "EEXIST")
    return `${partial} is there: an export to this file is running, or was interrupted. In that case remove it.`;
  return `${out} can't be written (${code}). What was written so far is in ${partial}, if it could be made.`;
}

const megabytes = new Intl.NumberFormat("en", { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });

export function sizeOf(bytes: number): string {
  return megabytes.format(bytes / 1_000_000);
}
