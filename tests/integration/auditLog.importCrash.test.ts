import postgres from "postgres";
import { expect, it } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import {
  finish,
  joinServer,
  postmasterPid,
  query,
  spawnScript,
  temporaryFolder,
} from "@/tests/setup/embedded";
import { patience } from "@/tests/setup/patience";

const rows = 4_000;
const held = 2_001;
const mapping = ["--map", "action=event", "--map", "at=at", "--map", "resource=post/{id}"];
const args = ["import", "--table", "seen", "--key", "id", "--organization", "acme", ...mapping];

/** Rows from number `held` on wait for whoever has the lock. */
const source = `create table old (id int primary key);
  insert into old select generate_series(1, ${rows}); analyze old;
  create function wait(n int) returns text language plpgsql stable as $$ begin
    if n >= ${held} then perform pg_advisory_xact_lock_shared(7); end if; return ''; end $$;
  create view seen as select id, timestamptz '2024-01-01 00:00Z' + id * interval '1 second' as at,
    'post.updated' || wait(id) as event from old`;

it("goes on after a crash of the database in the middle, doubling and losing nothing", async () => {
  const folder = await temporaryFolder();
  const { url, authSecret } = await joinServer(folder);
  await migrateDatabase(url);
  await query(url, source);
  const holder = postgres(url, { max: 1, onnotice: () => {}, backoff: () => 0.1 });
  await holder`select pg_advisory_lock(7)`;

  const env = { NODE_ENV: "test", DATABASE_URL: url, AUTH_SECRET: authSecret };
  const run = () => finish(spawnScript(["modules/auditLog/cli/audit.ts", ...args], env));
  const first = run();
  await expect
    .poll(() => query(url, "select imported::int from audit_log_imports"), patience)
    .toEqual([{ imported: expect.toSatisfy((imported: number) => imported > 100) as unknown }]);
  const pids = await query(url, "select pid from pg_stat_activity");
  process.kill(await postmasterPid(folder), "SIGKILL");
  for (const { pid } of pids) killProcess(Number(pid));
  expect(await first).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/(broke off|can't be read) \([A-Z0-9_]+\)/) as unknown,
  });
  await holder.end({ timeout: 0 });

  const again = await joinServer(folder);
  env.DATABASE_URL = again.url;
  const second = await run();
  expect(second).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/\d+ imported, 0 already there/) as unknown,
  });
  expect(
    await query(
      again.url,
      `select count(*)::int, count(distinct resource_id)::int as distinct from audit_logs
      where organization_id = 'acme'`,
    ),
  ).toEqual([{ count: rows, distinct: rows }]);
}, 120_000);

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Ended with its postmaster.
  }
}
