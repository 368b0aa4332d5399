import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { formatName, parseName, readOwnProcess } from "@/modules/auditLog/delivery/spool/owner";
import {
  openSpool,
  type Spool,
  type SpoolAlert,
  type SpoolRecord,
} from "@/modules/auditLog/delivery/spool/spool";

/** A path in a temporary folder that is gone when the test is over; nothing is there yet. */
export function spoolFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), "spool-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "spool");
}

export function openIn(
  folder: string,
  { maxBytes = 2 ** 30, maxHeldBytes = 2 ** 28, onAlert = (_: SpoolAlert) => {} } = {},
): Spool {
  const spool = openSpool({ folder, maxBytes, maxHeldBytes, onAlert });
  onTestFinished(() => spool.close());
  return spool;
}

export function recordOf(id: string, change: Partial<SpoolRecord> = {}): SpoolRecord {
  return {
    entry: {
      id,
      organization_id: "acme",
      actor_type: "user",
      actor_id: "ana",
      actor_name: "Ana Lindqvist",
      impersonator_id: null,
      impersonator_name: null,
      action: "post.deleted",
      outcome: "success",
      resource_type: "post",
      resource_id: "p1",
      resource_name: "Q3 plan\n“final”",
      changes: null,
      metadata: { reason: "dupli\u0000cate" },
      ip: "192.0.2.1",
      user_agent: null,
      request_id: null,
      created_at: "2026-03-01T10:20:30.400Z",
    },
    code: "ECONNREFUSED",
    at: "2026-03-01T10:20:30.500Z",
    ...change,
  };
}

export function recordsOf(from: number, to: number): SpoolRecord[] {
  return Array.from({ length: to - from }, (_, index) => recordOf(`entry-${from + index}`));
}

export function idsOf(records: SpoolRecord[]): string[] {
  return records.map(({ entry }) => entry.id);
}

/** All that waits, in the order in which it is handed over, and stored by that. */
export async function takeAll(spool: Spool): Promise<SpoolRecord[]> {
  const taken: SpoolRecord[] = [];
  await spool.drain(async (records) => {
    taken.push(...records);
    return records.map(() => "stored");
  });
  return taken;
}

export function spoolFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".spool"))
    .map((name) => join(folder, name))
    .toSorted();
}

export function onlySpoolFile(folder: string): string {
  const [path, ...others] = spoolFiles(folder);
  if (path === undefined || others.length > 0)
    throw new Error(`There are ${others.length} files beside ${path}`);
  return path;
}

/** Gives the files of this process to one that had its pid before: as after a crash and a restart of a container. */
export function killOwner(folder: string): void {
  const owner = { ...readOwnProcess(), start: "1" };
  for (const text of readdirSync(folder)) {
    const name = parseName(text);
    if (name) renameSync(join(folder, text), join(folder, formatName({ ...name, owner })));
  }
}

/** The spool of the next process, over what this one left. */
export function reopen(folder: string): Spool {
  killOwner(folder);
  return openIn(folder);
}

export function textOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("");
}

export type SpoolProcess = {
  child: ChildProcess;
  /** What it said so far, by the line. */
  said: string[];
  /** Waits until it has said so many lines. */
  hasSaid: (lines: number) => Promise<void>;
  ended: Promise<unknown>;
};

/** Runs `auditLogSpoolProcess`; `setup` is a shell command before it, such as a limit. */
export function startProcess(mode: string, args: string[], setup = "true"): SpoolProcess {
  const tsx = createRequire(import.meta.url).resolve("tsx");
  const program = join(import.meta.dirname, "auditLogSpoolProcess.ts");
  // The shell is replaced by the program, so that a signal reaches that.
  const command = [process.execPath, "--import", tsx, program, mode, ...args];
  const child = spawn("sh", ["-c", `${setup}; exec "$@"`, "sh", ...command], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => said.push(line));
  const hasSaid = async (count: number) => {
    while (said.length < count)
      await Promise.race([
        once(lines, "line"),
        ended.then(() => Promise.reject(new Error("It ended before"))),
      ]);
  };
  return { child, said, hasSaid, ended };
}
