import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Runs `npm run audit -- <args>` on a database, with these lines on its standard input. */
export async function runAudit(
  args: string[],
  { input, databaseUrl }: { input: string; databaseUrl: string },
) {
  const child = spawn("npm", ["run", "--silent", "audit", "--", ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  child.stdin.end(input);
  const ended = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
}
