import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";

const startTimeout = 60_000;
const stopTimeout = 10_000;

const programs = { next: "next/dist/bin/next", tsx: "tsx/cli" };

/** The environment variables that the application reads, and no others of this process. */
export type Settings = Partial<Record<string, string>> & { NODE_ENV: "production" };

type Program = keyof typeof programs;
type Invocation = { args: string[]; env: Settings; logPath: string };

/** Runs a program of the dependencies to its end; its output goes to `logPath`. Throws with the output's end if it fails. */
export async function run(program: Program, invocation: Invocation): Promise<void> {
  const child = launch(program, invocation);
  await once(child, "exit");
  if (child.exitCode !== 0) throw failure(`${program} ${invocation.args.join(" ")} failed`, invocation);
}

/** Starts a program of the dependencies; its output goes to `logPath`. */
export function start(program: Program, invocation: Invocation) {
  const child = launch(program, invocation);
  return {
    /** Waits until the program serves `url`; if it doesn't, stops it and throws with the output's end. */
    answers: async (url: string): Promise<void> => {
      const deadline = Date.now() + startTimeout;
      while (!(await isAnswering(url))) {
        if (hasEnded(child)) throw failure(`${program} ended before it answered`, invocation);
        if (Date.now() > deadline) {
          await stop(child);
          throw failure(`${program} did not answer at ${url}`, invocation);
        }
        await delay(100);
      }
    },
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeout);
  await ended;
  clearTimeout(timer);
}

// Not through node_modules/.bin: there a shell would stand between, and take the signals.
function launch(program: Program, { args, env, logPath }: Invocation): ChildProcess {
  const log = openSync(logPath, "a");
  const script = createRequire(import.meta.url).resolve(programs[program]);
  const inherited = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR };
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...inherited, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return child;
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: "manual" });
    return true;
  } catch {
    return false;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function failure(what: string, { logPath }: Invocation): Error {
  return new Error(`${what}. The end of its output:\n${readFileSync(logPath, "utf8").slice(-4000)}`);
}
