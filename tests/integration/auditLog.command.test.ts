import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { db } from "@/db/drizzle";
import { seal } from "@/modules/auditLog/delivery/seal";
import { openSpool, type Deliver, type SpoolRecord } from "@/modules/auditLog/delivery/spool/spool";
import { finish, joinServer, query, spawnScript, temporaryFolder } from "@/tests/setup/embedded";
import { connect } from "./auditLogSupport";
import { recordOf } from "@/tests/unit/auditLog.sealSupport";
import { migrateDatabase } from "@/db/migrate";
import { makeId } from "@/modules/auditLog/capture/id";

const { scripts } = z
  .object({ scripts: z.object({ audit: z.string() }) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

/** Runs the command as npm does. */
async function audit(
  args: string[],
  { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
) {
  const [tsx, conditions, ...script] = scripts.audit.split(" ");
  expect([tsx, conditions]).toEqual(["tsx", "--conditions=react-server"]);
  const child = spawnScript([...script, ...args], { NODE_ENV: "test", ...env });
  child.stdin.on("error", () => {
    // A command that reads nothing may have ended before all was written.
  });
  child.stdin.end(input);
  return finish(child);
}

const newRecord = (change: Partial<SpoolRecord> = {}): SpoolRecord => ({
  ...recordOf({ id: makeId().id, created_at: new Date().toISOString() }),
  ...change,
});

const lineOf = (record: SpoolRecord) =>
  `app[1]: ${JSON.stringify({ level: "error", event: "audit_log.entry_dropped", id: record.entry.id, code: "EACCES", entry: seal(record) })}\n`;

async function storedIds(records: SpoolRecord[]): Promise<string[]> {
  const ids = records.map(({ entry }) => entry.id);
  const rows = await db.execute<{ id: string }>(
    sql`select id from audit_logs where id in ${ids} order by id`,
  );
  return rows.map(({ id }) => id);
}

const idsOf = (records: SpoolRecord[]) => records.map(({ entry }) => entry.id);

/** A folder with what a process left that got this far with these records. */
async function spoolWith(records: SpoolRecord[], deliver?: Deliver): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "audit-log-command-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const spool = openSpool({ folder, maxBytes: 2 ** 30, onAlert: () => {} });
  expect(await spool.append(records)).toBeNull();
  if (deliver) await spool.drain(deliver);
  await spool.close();
  return folder;
}

it("replay stores the dropped entries of a log, once however often it runs", async () => {
  // More than one chunk, and more than a pipe holds.
  const records = Array.from({ length: 1_100 }, () => newRecord());
  const noise = '{"level":"info","msg":"nothing"}\n';
  const input = records.map((record) => noise + lineOf(record)).join("");
  const first = await audit(["replay"], { input });
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain("1100 in the table, now or already");
  expect(await storedIds(records)).toEqual(idsOf(records));

  const more = newRecord();
  const again = await audit(["replay"], { input: input + lineOf(more) });
  expect(again).toMatchObject({ code: 0, stderr: "" });
  expect(again.stdout).toContain("1101 in the table, now or already");
  expect(await storedIds([...records, more])).toEqual(idsOf([...records, more]));
});

it("replay tells the line of what it can't open, stores the rest, and fails", async () => {
  const record = newRecord({ entry: { ...newRecord().entry, resource_name: "CANARY" } });
  const broken = lineOf(newRecord()).replace(/.{8}"}\n$/, "\n");
  const { code, stdout, stderr } = await audit(["replay"], { input: `first\n${broken}${lineOf(record)}` });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Line 2: the entry was cut short/);
  expect(stdout).toContain("1 in the table");
  expect(stdout).toContain("1 could not be opened");
  expect(stdout + stderr).not.toContain("CANARY");
  expect(await storedIds([record])).toEqual(idsOf([record]));
});

it("replay passes over what its transaction took back, and tells what the database refuses", async () => {
  const connection = connect();
  const txidOf = async (end: "commit" | "rollback") => {
    await connection`begin`;
    const [row] = await connection<{ txid: string }[]>`select pg_current_xact_id()::text as txid`;
    await connection.unsafe(end);
    return row?.txid ?? "";
  };
  const committed = newRecord({ txid: await txidOf("commit") });
  const withdrawn = newRecord({ txid: await txidOf("rollback") });
  const refused = newRecord({ entry: { ...newRecord().entry, ip: "CANARY is no address" } });
  const input = [committed, withdrawn, refused].map(lineOf).join("");
  const { code, stdout, stderr } = await audit(["replay"], { input });
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: expect.stringMatching(
      /1 in the table, now or already\n1 passed over: their transaction was rolled back\n1 refused by the database/,
    ) as unknown,
  });
  expect(stderr).toContain(`Entry ${refused.entry.id}: refused with 22P02.`);
  expect(stdout + stderr).not.toContain("CANARY");
  expect(await storedIds([committed, withdrawn, refused])).toEqual(idsOf([committed]));
});

it("health tells what dead processes left, and replay --spool stores it", async () => {
  const records = [newRecord({ code: "55P03", at: "2026-03-01T10:20:31.000Z" }), newRecord()];
  const env = { AUDIT_LOG_SPOOL_DIR: await spoolWith(records) };
  const before = await audit(["health"], { env });
  expect(before).toMatchObject({ code: 1, stderr: "" });
  expect(before.stdout).toMatch(/: 2 \(\d+ bytes\), left by a process that has ended/);
  expect(before.stdout).toContain("the oldest since 2026-03-01T10:20:31.000Z; why: 55P03, ECONNREFUSED");
  expect(before.stdout).toContain("55P03: The audit table is locked.");
  for (const value of ["Ana", "Q3", "acme", "192.0.2.7"]) expect(before.stdout).not.toContain(value);

  const replayed = await audit(["replay", "--spool"], { env });
  expect(replayed).toMatchObject({ code: 0, stderr: "" });
  expect(replayed.stdout).toContain("2 in the table");
  expect(await storedIds(records)).toEqual(idsOf(records));

  const after = await audit(["health"], { env });
  expect(after.code).toBe(0);
  expect(after.stdout).toMatch(/Waiting in .*: none\nDead letters: none\n$/);
});

it("health lists dead letters, and replay --dead-letters hands them over again", async () => {
  const good = newRecord();
  const bad = newRecord({ entry: { ...newRecord().entry, ip: "CANARY is no address" } });
  const refuse: Deliver = (records) => Promise.resolve(records.map(() => ({ deadLetter: "42703" })));
  const env = { AUDIT_LOG_SPOOL_DIR: await spoolWith([good, bad], refuse) };

  const before = await audit(["health"], { env });
  expect(before.code).toBe(1);
  expect(before.stdout).toContain("Dead letters: 2");
  for (const id of idsOf([good, bad])) expect(before.stdout).toMatch(new RegExp(`${id}  42703  20\\d\\d-`));
  expect(before.stdout).toContain("42703: A column of the audit log is missing.");

  const replayed = await audit(["replay", "--dead-letters"], { env });
  expect(replayed.code).toBe(1);
  expect(replayed.stdout).toContain("1 in the table, now or already\n1 refused by the database\n");
  expect(await storedIds([good, bad])).toEqual(idsOf([good]));

  const after = await audit(["health"], { env });
  expect(after.code).toBe(1);
  expect(after.stdout).toMatch(new RegExp(`Dead letters: 1\n  ${bad.entry.id}  22P02  `));
  expect(before.stdout + replayed.stdout + replayed.stderr + after.stdout).not.toContain("CANARY");
});

it.each([[["health"]], [["replay", "--spool"]], [["replay", "--dead-letters"]]])(
  "%j says that the spool folder can't be read, and fails",
  async (args) => {
    const { code, stdout, stderr } = await audit(args, { env: { AUDIT_LOG_SPOOL_DIR: "package.json" } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^The spool folder package.json can't be read \(ENOTDIR\)\. Run this as/);
  },
);

it.each([
  [["vanish"], /There is no command "vanish". Known: replay, health, maintain, export, import\.\n$/],
  [["replay", "--spool", "--dead-letters"], /one at a time/],
])("%j is a wrong call", async (args, explanation) => {
  const { code, stdout, stderr } = await audit(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(explanation);
});

it("tells how it is called", async () => {
  const { code, stdout } = await audit([]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run audit -- <command>/);
  expect(stdout).toMatch(/replay .*\n  health /);
});

it("has the input and the secret on an embedded database as well", async () => {
  const folder = await temporaryFolder();
  const { url, authSecret } = await joinServer(folder);
  await migrateDatabase(url);
  const env = {
    DATABASE_URL: "",
    AUTH_SECRET: "",
    EMBEDDED_POSTGRES_DIR: folder,
    AUDIT_LOG_SPOOL_DIR: path.join(folder, "spool"),
  };
  const record = newRecord();
  const input = lineOf(record);
  const foreign = await audit(["replay"], { input, env });
  expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining("another secret") as unknown });

  const settings = { env: { ...env, AUDIT_LOG_SECRET: process.env.AUTH_SECRET ?? "" }, input };
  expect(authSecret).not.toBe(settings.env.AUDIT_LOG_SECRET);
  expect(await audit(["replay"], settings)).toMatchObject({ code: 0 });
  expect(await query(url, "select id from audit_logs")).toEqual([{ id: record.entry.id }]);
  expect(await readdir(folder)).not.toContain("spool");
});
