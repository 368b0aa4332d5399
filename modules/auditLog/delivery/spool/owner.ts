import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";

/** Who wrote a file: a process of a place (host, boot, pid namespace) with its start in clock ticks, "0" if unknown. */
export type Owner = { place: string; pid: number; start: string };

/** The owner of a file that was let go of: nobody. */
export const nobody: Owner = { place: "free", pid: 0, start: "0" };

const unknownStart = "0";

export function readOwnProcess(): Owner {
  const boot = [
    hostname(),
    orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")),
    orEmpty(() => readlinkSync("/proc/self/ns/pid")),
  ];
  return {
    place: createHash("sha256").update(JSON.stringify(boot)).digest("hex").slice(0, 16),
    pid: process.pid,
    start: parseStat(orEmpty(() => readFileSync("/proc/self/stat", "utf8"))).start,
  };
}

/** Whether it is the very process, and not a later one that got its pid. Only for a process of this place. */
export async function isRunning({ pid, start }: Owner): Promise<boolean> {
  if (!isTaken(pid)) return false;
  const found = parseStat(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));
  // Killed, and not yet buried by its parent: proc(5), "state".
  if (found.state === "Z" || found.state === "X") return false;
  return found.start === start || found.start === unknownStart || start === unknownStart;
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Fields 3 and 22 of proc(5)'s stat. The second field, the program's name, may hold spaces and brackets. */
function parseStat(stat: string): { state: string; start: string } {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", start: fields[19] ?? unknownStart };
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

/** `spool`: entries that wait. `dead`: dead letters that are being handed over again. */
export type Kind = "spool" | "dead";

/** A file's name says whose it is; `id`, a UUIDv7, stays the same when another takes it over. */
export type FileName = { owner: Owner; id: string; kind: Kind };

export function formatName({ owner, id, kind }: FileName): string {
  return [owner.place, owner.pid, owner.start, id, kind].join(".");
}

const nameSchema = z.tuple([
  z.string().min(1),
  z.string().regex(/^\d{1,10}$/),
  z.string().regex(/^\d+$/),
  z.guid(),
  z.enum(["spool", "dead"]),
]);

export function parseName(name: string): FileName | null {
  const parsed = nameSchema.safeParse(name.split("."));
  if (!parsed.success) return null;
  const [place, pid, start, id, kind] = parsed.data;
  return { owner: { place, pid: Number(pid), start }, id, kind };
}
