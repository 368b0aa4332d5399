import { once } from "node:events";

import { expect, onTestFinished, test } from "vitest";

import { finish, query, spawnScript, temporaryFolder } from "@/tests/setup/embedded";

const launcher = "db/withDatabase.ts";
const AUTH_SECRET = "0123456789abcdef0123456789abcdef";
const shown = `console.log(JSON.stringify([process.env.DATABASE_URL, process.env.AUTH_SECRET]))`;

/** What the tests' own environment gives is taken back: an empty variable counts as not set. */
async function embeddedOnly() {
  return { DATABASE_URL: "", AUTH_SECRET: "", EMBEDDED_POSTGRES_DIR: await temporaryFolder() };
}

test("gives the command a migrated database and a secret, and stops the server after it", async () => {
  const env = await embeddedOnly();
  const command = ["--", "node", "-e", `${shown}; process.exitCode = 3`];
  const { code, stdout, stderr } = await finish(spawnScript([launcher, ...command], env));
  expect(code).toBe(3);
  expect(stderr).toMatch(/Embedded Postgres on 127\.0\.0\.1:\d+, data in /);

  // Nothing but what the command itself writes: it may be a file that somebody saves.
  const variables: unknown = JSON.parse(stdout);
  expect(variables).toEqual([
    expect.stringMatching(/^postgres:\/\/.+@127\.0\.0\.1:\d+\//),
    expect.stringMatching(/^.{32,}$/),
  ]);
  const [url] = Array.isArray(variables) ? variables.map(String) : [];
  await expect(query(url ?? "", "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("passes a Ctrl-C on once, waits for the command, then stops the server", async () => {
  const env = await embeddedOnly();
  const script = `
    process.on("SIGINT", () => { console.log("interrupted"); setTimeout(() => process.exit(7), 500); });
    setInterval(() => {}, 1000);
    ${shown}`;
  const child = spawnScript([launcher, "--", "node", "-e", script], env);
  const ending = finish(child);
  const [url] = await sayingOf(child, /postgres:[^"]+/);

  // A terminal sends it to every process of its group; here tsx passes it on besides.
  process.kill(-(child.pid ?? 0), "SIGINT");
  const { code, stdout } = await ending;
  expect(stdout.match(/interrupted/g)).toHaveLength(1);
  expect(code).toBe(7);
  await expect(query(url ?? "", "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("a killed launcher's command keeps the server that another launcher leaves", async () => {
  const env = await embeddedOnly();
  const script = `console.log(process.pid, process.env.DATABASE_URL); setInterval(() => {}, 1000)`;
  const killed = spawnScript([launcher, "--", "node", "-e", script], env);
  const [, pid, url] = await sayingOf(killed, /(\d+) (postgres:\S+)/);
  onTestFinished(() => void process.kill(Number(pid), "SIGKILL"));
  process.kill(-(killed.pid ?? 0), "SIGKILL");
  await once(killed, "exit");

  expect((await finish(spawnScript([launcher], env))).code).toBe(0);
  expect(await query(url ?? "", "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a server that doesn't answer is named without its password", async () => {
  const url = "postgres://app:hunter2@127.0.0.1:1/app";
  const child = spawnScript([launcher, "--", "node", "-e", shown], { DATABASE_URL: url, AUTH_SECRET });
  const { code, stdout, stderr } = await finish(child);
  expect(code).toBe(1);
  expect(stderr).toContain("The database at 127.0.0.1:1 can't be reached (ECONNREFUSED).");
  expect(stdout + stderr).not.toContain("hunter2");
});

test("DATABASE_URL without AUTH_SECRET stops the start, with all else that is wrong", async () => {
  const env = {
    DATABASE_URL: "postgres://app:hunter2@127.0.0.1:1/app",
    AUTH_SECRET: "",
    TRUSTED_PROXIES: "some",
  };
  const { code, stdout, stderr } = await finish(spawnScript([launcher, "--", "node", "-e", shown], env));
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("AUTH_SECRET is not set, and is needed with DATABASE_URL.");
  expect(stderr).toContain("openssl rand -base64 32");
  expect(stderr).toContain("TRUSTED_PROXIES must be a whole number");
  expect(stderr).not.toContain("hunter2");
});

test("a command that isn't there ends with a shell's code", async () => {
  const { code, stderr } = await finish(
    spawnScript([launcher, "--", "no-such-command"], await embeddedOnly()),
  );
  expect(code).toBe(127);
  expect(stderr).toContain("no-such-command can't be run");
});

/** Waits until a process has said what matches. */
async function sayingOf(child: ReturnType<typeof spawnScript>, pattern: RegExp) {
  let said = "";
  for (;;) {
    const match = pattern.exec(said);
    if (match) return match;
    said += String(await once(child.stdout, "data"));
  }
}
