import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { connect, entry, logAnything, stateOf } from "./auditLogSupport";

const refused = "42501";
const month = new Date().toISOString().slice(0, 7).replace("-", "_");
const logs = ["audit_logs", `audit_logs_${month}`, "audit_logs_default"];
const related = ["audit_log_related", `audit_log_related_${month}`, "audit_log_related_default"];

const statements = (table: string, column: string) => [
  `update ${table} set ${column} = 'x'`,
  `update ${table} set ${column} = 'x' where false`,
  `update only ${table} set ${column} = ${column}`,
  `delete from ${table}`,
  `delete from ${table} where false`,
  `truncate ${table}`,
  `with gone as (delete from ${table} returning 1) select count(*) from gone`,
  `merge into ${table} using (select 1) s on true when matched then delete`,
  `merge into ${table} using (select 1) s on false when matched then update set ${column} = 'x'`,
  `copy (delete from ${table} returning 1) to '/dev/null'`,
  `explain analyze delete from ${table}`,
  `do $$ begin update ${table} set ${column} = 'x'; end $$`,
];

const everyStatement = [
  ...logs.flatMap((table) => statements(table, "action")),
  ...related.flatMap((table) => statements(table, "resource_id")),
  ...logs.map(
    (table) =>
      `insert into ${table} select * from audit_logs where tableoid = (select max(tableoid) from audit_logs)
       on conflict (id, organization_id) do update set action = 'x'`,
  ),
  "truncate audit_logs, audit_log_related cascade",
  ...["audit_logs_default", "audit_log_related_default"].map((table) => `truncate only ${table}`),
];

beforeAll(async () => {
  const inBoth = { related: [{ type: "project", id: "1" }] };
  await logAnything(entry(inBoth));
  await logAnything(entry({ ...inBoth, occurredAt: new Date("2001-01-01") }));
});

async function snapshot() {
  return db.execute(sql`select (select json_agg(a order by a.id) from audit_logs a) as logs,
    (select json_agg(r order by r.id) from audit_log_related r) as related`);
}

describe("as the tables' owner", () => {
  it.each(everyStatement)("%s", async (statement) => {
    const before = await snapshot();
    expect(await stateOf(connect().unsafe(statement))).toBe(refused);
    expect(await snapshot()).toEqual(before);
  });

  it("refuses also where triggers are switched off for replication", async () => {
    const owner = connect();
    await owner`set session_replication_role = replica`;
    for (const table of [...logs, ...related]) {
      expect(await stateOf(owner.unsafe(`delete from ${table}`)), table).toBe(refused);
      expect(await stateOf(owner.unsafe(`truncate ${table}`)), table).toBe(refused);
    }
  });

  it("refuses what comes through a view, a rule, a function or a cascade", async () => {
    const owner = connect();
    await owner.unsafe(`
      create view entries as select * from audit_logs;
      create table doors (id uuid primary key);
      insert into doors select id from audit_logs;
      create rule also as on delete to doors do also delete from audit_logs where id = old.id;
      create function wipe() returns void language sql security definer as 'delete from audit_logs';
      create table keys (id uuid, organization_id text,
        foreign key (id, organization_id) references audit_logs on delete cascade on update cascade);
    `);
    expect(await stateOf(owner`update entries set action = 'x'`)).toBe(refused);
    expect(await stateOf(owner`delete from doors`)).toBe(refused);
    expect(await stateOf(owner`select wipe()`)).toBe(refused);
    expect(await stateOf(owner`truncate audit_logs cascade`)).toBe(refused);
    await owner.unsafe(
      "drop table keys; drop function wipe; drop rule also on doors; drop table doors; drop view entries",
    );
  });

  it("guards partitions that are made later, each one and both kinds", async () => {
    const owner = connect();
    await owner`select audit_log_ensure_partitions(0, 6)`;
    const rows = await owner<{ name: string }[]>`
      select relid::regclass::text as name from pg_partition_tree('audit_logs') where isleaf
      union all select relid::regclass::text from pg_partition_tree('audit_log_related') where isleaf`;
    expect(rows.length).toBe(2 * (3 + 1 + 6 + 1));
    for (const { name } of rows) {
      expect(await stateOf(owner.unsafe(`truncate ${name}`)), name).toBe(refused);
      expect(await stateOf(owner.unsafe(`delete from ${name} where false`)), name).toBe(refused);
    }
  });

  it("refuses a change of rows in a partition that was attached by hand, with triggers switched off", async () => {
    const owner = connect();
    const rows = owner.begin(async (tx) => {
      await tx.unsafe(`create table by_hand (like audit_logs including all);
        alter table audit_logs attach partition by_hand
          for values from ('00000000-0001-0000-0000-000000000000') to ('00000000-0002-0000-0000-000000000000');
        insert into by_hand (id, actor_type, action, resource_type, resource_id, created_at)
          values ('00000000-0001-7000-8000-000000000000', 'user', 'a.b', 'post', '1', now())`);
      await tx`set local session_replication_role = replica`;
      await tx`delete from by_hand`;
    });
    expect(await stateOf(rows)).toBe(refused);
  });
});
