import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import postgres from "postgres";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { migrateDatabase } from "@/db/migrate";
import { readEnv } from "@/env";
import { finish, query, spawnScript } from "@/tests/setup/embedded";

const journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) });

test("four processes at once bring an empty database up to date, each migration once", async () => {
  const url = await emptyDatabase();
  const { endings } = await whileSchemaIsHeld(url, async () => {
    const environment = { DATABASE_URL: url };
    const processes = Array.from({ length: 4 }, () =>
      finish(spawnScript(["db/withDatabase.ts"], environment)),
    );
    await untilWaiting(url, processes.length);
    return { endings: Promise.all(processes) };
  });
  for (const ending of await endings) expect(ending).toEqual({ code: 0, stdout: "", stderr: "" });

  const { entries } = journal.parse(JSON.parse(await readFile("db/migrations/meta/_journal.json", "utf8")));
  const [applied] = await query(url, "select count(*)::int as count from drizzle.__drizzle_migrations");
  expect(applied).toEqual({ count: entries.length });
});

test("a migration that fails leaves nothing of itself, nor the lock", async () => {
  const url = await emptyDatabase();
  const failing = await migrationOf("create table made (id int); select 1 / 0");
  await expect(migrateDatabase(url, { migrationsFolder: failing })).rejects.toMatchObject({
    cause: { code: "22012" },
  });

  const repaired = await migrationOf("create table made (id int)");
  await migrateDatabase(url, { migrationsFolder: repaired });
  expect(await query(url, "select * from made")).toEqual([]);
});

const releases = ["0001_audit_log_guards", "0002_audit_log_delivery", "0003_audit_log_search"];

test.each(releases)(
  "a database of release %s is brought up to date, and its processes go on logging",
  async (tag) => {
    const url = await emptyDatabase();
    await migrateDatabase(url, { migrationsFolder: await migrationsUpTo(tag) });
    const before = await insertAsBefore(url);
    await migrateDatabase(url);
    const after = await insertAsBefore(url);
    const [entries] = await query(url, "select array_agg(id order by id) as ids from audit_logs");
    expect(entries).toEqual({ ids: [before, after].toSorted() });
  },
);

test("entries that lay in the default partition before are moved to their months afterwards", async () => {
  const url = await emptyDatabase();
  await migrateDatabase(url, { migrationsFolder: await migrationsUpTo("0003_audit_log_search") });
  const astray = await insertAsBefore(url, "01900000-0000-7000-8000-000000000001");
  const strange = await insertAsBefore(url, "f47ac10b-58cc-4372-a567-0e02b2c3d479");
  const rows = () => query(url, "select to_jsonb(a) as row from audit_logs a order by id");
  const before = await rows();
  await migrateDatabase(url);
  const moved = await query(url, "select * from audit_log_move_home(120, 3, '20 seconds')");
  expect(moved).toEqual([{ month: "2024-06", entries: "1", related: "1" }]);
  expect(await query(url, "select audit_log_finish_move() as put_back")).toEqual([{ put_back: "0" }]);
  expect(await rows()).toEqual(before);
  const homes = await query(url, "select id, tableoid::regclass::text as home from audit_logs order by id");
  expect(homes).toEqual([
    { id: astray, home: "audit_logs_2024_06" },
    { id: strange, home: "audit_logs_default" },
  ]);
});

test("a database without a default partition is brought up to date", async () => {
  const url = await emptyDatabase();
  await migrateDatabase(url, { migrationsFolder: await migrationsUpTo("0003_audit_log_search") });
  await query(url, "drop table audit_logs_default, audit_log_related_default");
  await migrateDatabase(url);
  const id = await insertAsBefore(url, idOfNow());
  expect(await query(url, "select id from audit_logs")).toEqual([{ id }]);
  expect(await query(url, "select audit_log_ensure_partitions(3, 4) as made")).toEqual([{ made: 1 }]);
});

test("whoever could read the log before, all of it or a column, can read what searches of it need", async () => {
  const url = await emptyDatabase();
  await migrateDatabase(url, { migrationsFolder: await migrationsUpTo("0005_audit_log_import") });
  const name = () => `reader_${randomBytes(8).toString("hex")}`;
  const grants = { all: "select", column: "select (id, action)", none: "insert (id)" };
  const roles = Object.entries(grants).map(([kind, grant]) => ({ kind, grant, role: name() }));
  for (const { role, grant } of roles) {
    await query(url, `create role ${role}`);
    onTestFinished(async () => {
      await query(url, `drop owned by ${role}`);
      await query(url, `drop role ${role}`);
    });
    await query(url, `grant ${grant} on audit_logs to ${role}`);
  }
  await migrateDatabase(url);
  const may = roles.map(
    ({ kind, role }) => `has_table_privilege('${role}', 'audit_log_presence', 'select') as ${kind}`,
  );
  const [row] = await query(url, `select ${may.join(", ")}`);
  expect(row).toEqual({ all: true, column: true, none: false });
});

test("indexes that were built beforehand, as the documentation says, are taken over", async () => {
  const url = await emptyDatabase();
  await migrateDatabase(url, { migrationsFolder: await migrationsUpTo("0003_audit_log_search") });
  await insertAsBefore(url, idOfNow());
  const statements = await query(
    url,
    await documentedSql("docs/maintenance.md", "create index concurrently"),
  );
  for (const { statement } of statements) await query(url, String(statement));
  const built =
    "select relname, relfilenode from pg_class where relkind = 'i' and relname ~ '_ahead_' order by 1";
  const before = await query(url, built);
  expect(before).toHaveLength(statements.length);
  await migrateDatabase(url);
  expect(await query(url, built)).toEqual(before);
  // Of each index of the log there is one in each partition, and it is the one that was built beforehand.
  const [others] = await query(
    url,
    `select array_agg(distinct parent.relname::text order by parent.relname::text) as names
      from pg_inherits join pg_class as parent on parent.oid = inhparent join pg_class as index on index.oid = inhrelid
      where parent.relkind = 'I' and index.relname !~ '_ahead_'`,
  );
  expect(others).toEqual({ names: ["audit_log_related_pkey", "audit_logs_pkey"] });
});

/** The block of SQL in a document that has these words. */
async function documentedSql(file: string, words: string): Promise<string> {
  const blocks = [...(await readFile(file, "utf8")).matchAll(/^```sql\n(.*?)^```/gms)].map(
    ([, block = ""]) => block,
  );
  const block = blocks.find((text) => text.includes(words));
  if (block === undefined) throw new Error(`${file} has no block of SQL with ${words}`);
  return block.replace("\\gexec", "");
}

/** Of a UUIDv7, whose partition is there. */
const idOfNow = () =>
  `${Date.now()
    .toString(16)
    .padStart(12, "0")
    .replace(/^(.{8})/, "$1-")}-7000-8000-000000000001`;

/** Logs as a process of the previous release does. */
async function insertAsBefore(url: string, id: string = crypto.randomUUID()) {
  const created_at = new Date().toISOString();
  const entry = { id, organization_id: "", actor_type: "system", action: "post.created", outcome: "success" };
  const related = [{ type: "project", id: "1" }];
  const entries = [{ ...entry, resource_type: "post", resource_id: "1", metadata: {}, created_at, related }];
  const rows = await query(url, `select audit_log_insert('${JSON.stringify(entries)}') as failure`);
  expect(rows).toEqual([{ failure: null }]);
  return id;
}

async function migrationsUpTo(tag: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "audit-log-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp("db/migrations", folder, { recursive: true });
  const { entries, ...rest } = journal.parse(
    JSON.parse(await readFile(path.join(folder, "meta/_journal.json"), "utf8")),
  );
  const upTo = entries.slice(0, entries.findIndex((entry) => entry.tag === tag) + 1);
  expect(upTo.length).toBeLessThan(entries.length);
  await writeFile(path.join(folder, "meta/_journal.json"), JSON.stringify({ ...rest, entries: upTo }));
  return folder;
}

/** Runs an action while nobody gets past a migration's first statement, so that all come to stand there. */
async function whileSchemaIsHeld<Result>(url: string, action: () => Promise<Result>): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`begin`;
    await sql`create schema drizzle`;
    const result = await action();
    await sql`rollback`;
    return result;
  } finally {
    await sql.end();
  }
}

async function untilWaiting(url: string, count: number) {
  const waiting = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(() => query(url, waiting), { timeout: 20_000 }).toEqual([{ count }]);
}

async function emptyDatabase() {
  const name = `empty_${randomBytes(8).toString("hex")}`;
  await query(readEnv().DATABASE_URL, `create database ${name}`);
  onTestFinished(
    async () => void (await query(readEnv().DATABASE_URL, `drop database ${name} with (force)`)),
  );
  return Object.assign(new URL(readEnv().DATABASE_URL), { pathname: name }).href;
}

async function migrationOf(statements: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "audit-log-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const entries = [{ idx: 0, version: "7", when: 1_700_000_000_000, tag: "0000_only", breakpoints: true }];
  await mkdir(path.join(folder, "meta"));
  await writeFile(path.join(folder, "meta/_journal.json"), JSON.stringify({ entries }));
  await writeFile(path.join(folder, "0000_only.sql"), statements);
  return folder;
}
