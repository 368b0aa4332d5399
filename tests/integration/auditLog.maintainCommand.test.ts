import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import { finish, spawnScript } from "@/tests/setup/embedded";
import { firstOfMonth, logAt, nameOf, partitionOf, partitionsOf, unmake } from "./auditLogMaintainSupport";

/** The command as npm runs it; `db/withDatabase.ts` before it has tests of its own. */
const run = (args: string[] = [], env: Record<string, string> = {}) =>
  finish(spawnScript(["modules/auditLog/cli/audit.ts", "maintain", ...args], { NODE_ENV: "test", ...env }));

it("says what it did, a line each, and what stays where it is", async () => {
  await unmake(3);
  const ids = await logAt([firstOfMonth(-9), firstOfMonth(-8), new Date("2199-05-17T12:00:00Z")], "CANARY");
  const { code, stdout, stderr } = await run();
  expect({ code, stderr, lines: stdout.split("\n") }).toEqual({
    code: 0,
    stderr: "",
    lines: [
      `Moved home: 1 entry and 1 related line of ${nameOf(firstOfMonth(-9))}`,
      `Moved home: 1 entry and 1 related line of ${nameOf(firstOfMonth(-8))}`,
      "Partitions made: 1 month",
      "In the default partition stay, too far from now for a partition of their own: 1 entry. They are readable there.",
      "  1 entry and 1 related line of 2199-05",
      "Nothing is left to do.",
      "",
    ],
  });
  expect(await partitionsOf(ids)).toEqual([
    partitionOf(firstOfMonth(-9)),
    partitionOf(firstOfMonth(-8)),
    "audit_logs_default",
  ]);

  const again = await run();
  expect(again.code).toBe(0);
  expect(again.stdout).toMatch(/^Partitions made: 0 months\nIn the default partition stay/);
});

it("fails where something is left, and says what to do", async () => {
  await db.execute(sql.raw(`create table ${partitionOf(firstOfMonth(-30))} (note text)`));
  await logAt([firstOfMonth(-30)], "CANARY");
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toMatch(
    new RegExp(
      `\nLeft to do: to move entries home \\(STILL_DUE\\)\\. Entries of ${nameOf(firstOfMonth(-30))} lie`,
    ),
  );
  expect(stdout).not.toMatch(/Nothing is left|CANARY/);
});

it("tells a role without the grants of this release how to get them, and fails", async () => {
  const role = `app_${randomBytes(6).toString("hex")}`;
  const url = new URL(readEnv().DATABASE_URL);
  await db.execute(sql.raw(`create role ${role} login password '${url.password}'`));
  onTestFinished(async () => void (await db.execute(sql.raw(`drop role ${role}`))));
  const { code, stdout } = await run([], { DATABASE_URL: Object.assign(url, { username: role }).href });
  expect(code).toBe(1);
  expect(stdout.match(/\(42501\)/g)?.length).toBeGreaterThanOrEqual(3);
  expect(stdout).toContain("select audit_log_grant('the_role')");
});

it("fails where there is no database, and says so", async () => {
  const { code, stdout, stderr } = await run([], { DATABASE_URL: "postgres://app:CANARY@127.0.0.1:1/app" });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^The database at 127\.0\.0\.1:1 can't be reached \(ECONNREFUSED\)\./);
});

it.each([["--now"], ["everything"]])("%s is a wrong call", async (arg) => {
  const { code, stdout, stderr } = await run([arg]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^maintain: Un.*\n\nUsage: npm run audit -- maintain\n/);
});
