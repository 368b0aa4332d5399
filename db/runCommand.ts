import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";

import type { StopRequest } from "@/db/stopRequest";

/** Exit codes of shells: 127 for a command that isn't there, 128 and the number for a signal. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/**
 * Runs a command, of the project's packages first, to its end, and gives its exit code. It gets a process
 * group of its own, or a Ctrl-C would reach it from the terminal as well as from us.
 */
export async function runCommand(
  [name = "", ...args]: readonly string[],
  {
    env,
    stop,
    onStart,
  }: { env: NodeJS.ProcessEnv; stop: StopRequest; onStart: (pid: number) => Promise<void> },
): Promise<number> {
  const windows = process.platform === "win32";
  const child = spawn(resolveCommand(name), args, {
    env,
    stdio: "inherit",
    detached: !windows,
    shell: windows,
  });
  const ended = endOf(child);
  stop.passOnTo(child);
  if (child.pid !== undefined) await onStart(child.pid);
  return ended;
}

async function endOf(child: ChildProcess): Promise<number> {
  try {
    await once(child, "exit");
  } catch (error) {
    console.error(
      `${child.spawnfile} can't be run: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 127;
  }
  return child.signalCode === null ? (child.exitCode ?? 1) : exitCodeOf(child.signalCode);
}

function resolveCommand(name: string) {
  const installed = path.resolve("node_modules/.bin", name);
  return existsSync(installed) ? installed : name;
}
