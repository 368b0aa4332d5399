import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogImportService } from "@/modules/auditLog/import/import.service";
import { finish, spawnScript } from "@/tests/setup/embedded";
import { patience } from "@/tests/setup/patience";
import { lostCode } from "@/tests/setup/lostConnection";
import { connect } from "./auditLogSupport";
import { fileOf, fresh, linesOf, mapped, resourcesOf, runImport, stateOf } from "./auditLogImportSupport";

const rows = 6_000;
const held = 3_001;
const all = Array.from({ length: rows }, (_, index) => String(index + 1));

/** The command as npm runs it. */
const start = (args: readonly string[], env: Record<string, string> = {}) =>
  spawnScript(["modules/auditLog/cli/audit.ts", "import", ...args], { NODE_ENV: "test", ...env });

/** With the process that runs it on behalf of the first. */
async function killAtOnce(child: ReturnType<typeof start>): Promise<void> {
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await once(child, "exit");
}

/** A source whose rows from number `held` on can't be read before `release`. */
async function makeHeldView(): Promise<{
  options: string[];
  name: string;
  organization: string;
  release: () => Promise<void>;
}> {
  const [name, organization, lock] = [fresh("held"), fresh("org"), Math.floor(Math.random() * 2 ** 31)];
  const client = connect();
  // Said to be stable, so that it is called for the rows of a page alone.
  await client.unsafe(`create table ${name}_rows (id int primary key);
    insert into ${name}_rows select generate_series(1, ${rows}); analyze ${name}_rows;
    create function ${name}_wait(n int) returns text language plpgsql stable as $$ begin
      if n >= ${held} then perform pg_advisory_xact_lock_shared(${lock}); end if; return ''; end $$;
    create view ${name} as select id, timestamptz '2024-01-01 00:00Z' + id * interval '1 second' as at,
      'post.updated' || ${name}_wait(id) as event from ${name}_rows`);
  await client`select pg_advisory_lock(${lock}::bigint)`;
  const options = [
    "--table",
    name,
    "--key",
    "id",
    "--organization",
    organization,
    "--name",
    name,
    "--set",
    "actor=u1",
  ];
  return {
    options: [...options, "--map", "action=event", "--map", "at=at", "--map", "resource=post/{id}"],
    name,
    organization,
    release: async () => void (await client`select pg_advisory_unlock(${lock}::bigint)`),
  };
}

/** Waits until so much is stored that the next is under way. */
async function untilStored(name: string): Promise<number> {
  await expect
    .poll(async () => Number((await stateOf(name))?.["imported"] ?? 0), patience)
    .toBeGreaterThan(500);
  return Number((await stateOf(name))?.["imported"]);
}

const importers = () =>
  db.execute<{ pid: number }>(sql`select pid from pg_stat_activity
    where application_name = 'audit_log_import' and datname = current_database()`);

it("goes on after kill -9 where it was, doubling and losing nothing", async () => {
  const { options, name, organization, release } = await makeHeldView();
  const child = start(options);
  const stored = await untilStored(name);
  await killAtOnce(child);
  expect(stored).toBeLessThan(held);
  await release();
  // The server notices only now that its clients are gone.
  await expect.poll(importers, patience).toHaveLength(0);
  const soFar = Number((await stateOf(name))?.["imported"]);
  const second = await runImport(options);
  expect(second).toMatchObject({ code: 0 });
  expect(second.said).toContain(
    `${rows - soFar} imported, 0 already there, 0 refused.\nEarlier runs read ${soFar} rows.`,
  );
  expect(await resourcesOf(organization)).toEqual(all);
});

it("goes on after kill -9 in the middle of standard input", async () => {
  const organization = fresh("org");
  const options = ["-", "--organization", organization, "--name", organization, ...mapped];
  const text = linesOf(40_000);
  const child = start(options);
  child.stdin.on("error", () => {});
  child.stdin.write(text.slice(0, text.length / 2));
  await untilStored(organization);
  await killAtOnce(child);
  await expect.poll(importers, patience).toHaveLength(0);
  const soFar = Number((await stateOf(organization))?.["imported"]);
  expect(soFar).toBeLessThan(40_000);
  const second = await runImport([await fileOf(text), ...options.slice(1)]);
  expect(second.said).toContain(`${40_000 - soFar} imported, 0 already there, 0 refused.`);
  expect(await resourcesOf(organization)).toHaveLength(40_000);
});

it("says that its connections were ended, as by a restart of the database, and goes on after it", async () => {
  const { options, name, organization, release } = await makeHeldView();
  const first = runImport(options);
  await untilStored(name);
  for (const { pid } of await importers()) await db.execute(sql`select pg_terminate_backend(${pid})`);
  const { code, complained } = await first;
  expect(code).toBe(1);
  expect(complained).toMatch(
    new RegExp(
      String.raw`(The import broke off|The source can't be read) \(${lostCode}\)\. .*run this again`,
      "i",
    ),
  );
  await release();
  expect((await runImport(options)).code).toBe(0);
  expect(await resourcesOf(organization)).toEqual(all);
});

it("does not store without the lock that keeps a second process away", async () => {
  const { options, name, organization, release } = await makeHeldView();
  const first = runImport(options);
  await untilStored(name);
  // Only the one that stores: the driver would quietly connect it anew.
  const lockHolders = await db.execute<{ pid: number }>(sql`select pid from pg_locks
    where locktype = 'advisory' and granted and pid in (select pid from pg_stat_activity
      where application_name = 'audit_log_import' and datname = current_database())
      and database = (select oid from pg_database where datname = current_database())`);
  for (const { pid } of lockHolders) await db.execute(sql`select pg_terminate_backend(${pid})`);
  await expect.poll(importers, patience).toHaveLength(1);
  await release();
  expect(await first).toMatchObject({
    code: 1,
    complained: expect.stringContaining("The import broke off") as unknown,
  });
  await runImport(options);
  expect(await resourcesOf(organization)).toEqual(all);
});

it("runs once at a time under one name", async () => {
  const { options, name, organization, release } = await makeHeldView();
  const first = runImport(options);
  await untilStored(name);
  const second = await runImport(options);
  expect(second).toMatchObject({ code: 1, said: "" });
  expect(second.complained).toContain(
    `The import "${name}" is running in another process: wait for it, or end it first.`,
  );
  await release();
  expect((await first).code).toBe(0);
  expect(await resourcesOf(organization)).toEqual(all);
});

it("goes on at the line that ended it, once that is mended", async () => {
  const organization = fresh("org");
  const options = ["--organization", organization, "--name", organization, ...mapped];
  const [before, after] = [linesOf(9_000), linesOf(1_000, 9_002)];
  const broken = await fileOf(
    `${before}{"event":"post.published","at":"2024-01-01T00:00:00Z","post":}\n${after}`,
  );
  for (let run = 0; run < 2; run++) {
    const ended = await runImport([broken, ...options]);
    expect(ended).toMatchObject({ code: 1, said: "" });
    expect(ended.complained).toMatch(
      /ended at line 9001: column 62: there is no JSON value\. Everything before it is in the log/,
    );
    expect(await resourcesOf(organization)).toHaveLength(9_000);
  }
  const mended = await runImport([await fileOf(`${before}${linesOf(1, 9_001)}${after}`), ...options]);
  expect(mended.said).toBe("1001 imported, 0 already there, 0 refused.\nEarlier runs read 9000 rows.");
  expect(await resourcesOf(organization)).toHaveLength(10_001);
});

it("stores nothing where it can't be recorded that it is done", async () => {
  const organization = fresh("org");
  const source = { kind: "ndjson", input: await fileOf(linesOf(3)) } as const;
  const map = { action: "event", at: "at", resource: "post/{post}" };
  const beforeFirst = () => Promise.reject(new Error("no"));
  const request = { source, name: organization, organizationId: organization, mapping: { map }, beforeFirst };
  await expect(auditLogImportService.importEntries(request)).rejects.toThrow("no");
  expect(await resourcesOf(organization)).toEqual([]);
});

it("needs no more rights than the application has, and those to read the source", async () => {
  const [role, table, organization] = [`app_${randomBytes(6).toString("hex")}`, fresh("old"), fresh("org")];
  const client = connect();
  const url = new URL(process.env.DATABASE_URL ?? "");
  await client.unsafe(`create role ${role} login password '${url.password}'`);
  onTestFinished(async () => {
    await db.execute(sql.raw(`drop owned by ${role}`));
    await db.execute(sql.raw(`drop role ${role}`));
  });
  await client.unsafe(`create table ${table} (id int primary key, at timestamptz)`);
  await client.unsafe(
    `insert into ${table} select n, timestamptz '2021-05-01 00:00Z' from generate_series(1, 50) n`,
  );
  const options = ["--table", table, "--organization", organization, "--set", "action=a.b", "--map", "at=at"];
  const run = () =>
    finish(
      start([...options, "--map", "resource=post/{id}"], {
        DATABASE_URL: Object.assign(url, { username: role }).href,
      }),
    );
  const denied = await run();
  expect(denied).toMatchObject({ code: 1, stdout: "" });
  expect(denied.stderr).toContain(
    `The table ${table} may not be read by this user: grant it SELECT on it first.`,
  );
  await client.unsafe(`grant select on ${table} to ${role}`);
  expect((await run()).stderr).toMatch(/broke off \(42501\)\. .* Run select audit_log_grant\('the_role'\)/);
  await client`select audit_log_grant(${role})`;
  expect(await run()).toMatchObject({ code: 0, stdout: "50 imported, 0 already there, 0 refused.\n" });
  expect(await resourcesOf(organization)).toEqual(all.slice(0, 50));
});
