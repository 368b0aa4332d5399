import { execFile, type SpawnOptions } from "node:child_process";
import { promisify } from "node:util";

import type { Account } from "./account";
import { EmbeddedPostgresError } from "./embeddedError";

/** Its own session, so that a Ctrl-C in the terminal passes it by; an environment without PG* variables of others. */
export function programOptions(account: Account | null): SpawnOptions {
  const { PATH, SYSTEMROOT, TEMP } = process.env;
  return {
    ...account,
    cwd: "/",
    detached: true,
    windowsHide: true,
    env: { NODE_ENV: "production", PATH, SYSTEMROOT, TEMP, LC_ALL: "C", TZ: "UTC" },
  };
}

/** @throws EmbeddedPostgresError with what the program said */
export async function runProgram(
  command: readonly [program: string, ...args: string[]],
  account: Account | null,
): Promise<void> {
  const [program, ...args] = command;
  try {
    await promisify(execFile)(program, args, programOptions(account));
  } catch (error) {
    throw programError(program, error instanceof Error ? error.message : "no reason given");
  }
}

export function programError(program: string, said: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded Postgres can't be started: ${program} failed. It said:\n${said}\nWith a server of your own,` +
      " set DATABASE_URL, e.g. postgres://app:password@localhost:5432/app",
  );
}
