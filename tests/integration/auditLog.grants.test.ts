import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import { connect, entry, logAnything, stateOf } from "./auditLogSupport";

const role = `app_${randomBytes(6).toString("hex")}`;
const denied = "42501";
const month = new Date().toISOString().slice(0, 7).replace("-", "_");
const stored = { actor_type: "user", action: "post.updated", outcome: "success", metadata: {} };
const id = "01a00000-0000-7000-8000-000000000001";

beforeAll(async () => {
  await logAnything(entry());
  const { password } = new URL(readEnv().DATABASE_URL);
  await db.execute(sql.raw(`create role ${role} login password '${password}'`));
  await db.execute(sql`select audit_log_grant(${role})`);
});

afterAll(async () => {
  await db.execute(sql.raw(`drop owned by ${role}`));
  await db.execute(sql.raw(`drop role ${role}`));
});

const row = (change: object = {}) =>
  JSON.stringify([
    {
      ...stored,
      id,
      organization_id: "",
      resource_type: "post",
      resource_id: "1",
      created_at: new Date().toISOString(),
      related: [{ type: "project", id: "1" }],
      ...change,
    },
  ]);

describe("a role with the log's grants only", () => {
  it("adds entries, reads them, and makes partitions", async () => {
    const app = connect({ role });
    expect(await app`select audit_log_insert(${row()}) as state`).toEqual([{ state: null }]);
    expect(await app`select resource_id from audit_logs where id = ${id}`).toEqual([{ resource_id: "1" }]);
    expect(await app`select resource_id from audit_log_related where id = ${id}`).toEqual([
      { resource_id: "1" },
    ]);
    expect(await app`select audit_log_ensure_partitions(3, 4) as made`).toEqual([{ made: 1 }]);
    expect(await app`select audit_log_ensure_partitions(3, 4) as made`).toEqual([{ made: 0 }]);
  });

  it("holds those privileges and no others", async () => {
    const tables = await db.execute(sql`select table_name as name, privilege_type as privilege
      from information_schema.role_table_grants where grantee = ${role} order by 1, 2`);
    expect([...tables]).toEqual([
      { name: "audit_log_imports", privilege: "INSERT" },
      { name: "audit_log_imports", privilege: "SELECT" },
      { name: "audit_log_imports", privilege: "UPDATE" },
      { name: "audit_log_presence", privilege: "SELECT" },
      { name: "audit_log_related", privilege: "INSERT" },
      { name: "audit_log_related", privilege: "SELECT" },
      { name: "audit_logs", privilege: "SELECT" },
    ]);
    const columns = await db.execute(sql`select column_name as name from information_schema.columns
      where table_name = 'audit_logs' and not has_column_privilege(${role}, 'audit_logs', column_name, 'insert')
      order by 1`);
    expect([...columns].map(({ name }) => name)).toEqual(["recorded_at", "txid"]);
    const routines = await db.execute(sql`select routine_name as name
      from information_schema.role_routine_grants where grantee = ${role} order by 1`);
    expect([...routines].map(({ name }) => name)).toEqual([
      "audit_log_astray",
      "audit_log_ensure_partitions",
      "audit_log_finish_move",
      "audit_log_move_home",
      "audit_log_open_transaction",
      "audit_log_store",
      "audit_log_transaction_fate",
    ]);
  });

  it.each([
    "update audit_logs set action = 'x'",
    "delete from audit_logs",
    "truncate audit_logs",
    "delete from audit_log_related where false",
    "truncate audit_log_related",
    `update audit_logs_${month} set action = 'x' where false`,
    `delete from audit_logs_${month}`,
    `truncate audit_logs_${month}`,
    "truncate audit_logs_default",
    "merge into audit_logs using (select 1) s on true when matched then delete",
    "insert into audit_logs select * from audit_logs on conflict (id, organization_id) do update set action = 'x'",
    "with gone as (delete from audit_logs returning 1) select count(*) from gone",
    "drop table audit_logs",
    `drop table audit_logs_${month}`,
    `alter table audit_logs detach partition audit_logs_${month}`,
    "alter table audit_logs disable trigger all",
    "alter table audit_logs owner to current_user",
    "drop trigger audit_log_append_only on audit_logs",
    "create trigger t before insert on audit_logs for each row execute function audit_log_refuse()",
    "create rule r as on insert to audit_logs do instead nothing",
    "create index on audit_logs (action)",
    "create policy p on audit_logs",
    "set session_replication_role = replica",
    "do $$ begin lock table audit_logs in access exclusive mode; end $$",
    "create or replace function audit_log_refuse() returns trigger language plpgsql as 'begin return null; end'",
    "drop function audit_log_refuse() cascade",
    "select audit_log_grant('public')",
    "select audit_log_guard('audit_logs')",
    "select audit_log_create_partition(now())",
    "select * from users",
    `select * from audit_logs_${month}`,
    "select audit_log_insert('[]') from users",
  ])("may not: %s", async (statement) => {
    expect(await stateOf(connect({ role }).unsafe(statement))).toBe(denied);
  });

  it("can't have a temporary table stand in for the log", async () => {
    const app = connect({ role });
    await app`create temp table audit_logs (like public.audit_logs)`;
    const ahead = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 6, 1));
    const suffix = ahead.toISOString().slice(0, 7).replace("-", "_");
    await app.unsafe(`create temp table audit_logs_${suffix} (id int)`);
    await app.unsafe(`create temp table audit_log_related_${suffix} (id int)`);
    await app`select audit_log_ensure_partitions(0, 6)`;
    await app`select audit_log_insert(${row({ id: id.replace(/1$/, "2") })})`;
    expect(await app`select count(*)::int as count from pg_temp.audit_logs`).toEqual([{ count: 0 }]);
    const guards = await db.execute(
      sql`select tgname from pg_trigger where tgname = 'audit_log_append_only'
        and tgrelid in (${`public.audit_logs_${suffix}`}::regclass, ${`public.audit_log_related_${suffix}`}::regclass)`,
    );
    expect(guards).toHaveLength(2);
  });

  it("can't fill the database with partitions", async () => {
    const app = connect({ role });
    expect(await stateOf(app`select audit_log_ensure_partitions(1000000, -999000)`)).toBe("done");
    await app`select audit_log_ensure_partitions(-119, 1000000)`;
    const [tree] = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from pg_partition_tree('audit_logs') where isleaf`,
    );
    expect(tree?.count).toBeLessThan(20);
  });
});
