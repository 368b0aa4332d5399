import { sql } from "drizzle-orm";
import { describe, expect, it, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import {
  firstOfMonth,
  logAt,
  nameOf,
  partitionOf,
  partitionsOf,
  tablesOfLog,
  unmake,
} from "./auditLogMaintainSupport";
import { connect } from "./auditLogSupport";

const { maintain } = auditLogService;
const about = (text: string): unknown => expect.stringContaining(text);

/** Made for the length of a test. */
async function make(statement: string, drop: string): Promise<() => Promise<void>> {
  await db.execute(sql.raw(statement));
  let isThere = true;
  const undo = async () => {
    if (isThere) await db.execute(sql.raw(drop));
    isThere = false;
  };
  onTestFinished(undo);
  return undo;
}

describe("a month whose name is taken", () => {
  const [taken, free] = [partitionOf(firstOfMonth(3)), partitionOf(firstOfMonth(2))];
  const related = taken.replace("audit_logs", "audit_log_related");

  it.each<[string, string, [string, string]]>([
    ["table", related, [`create table ${related} (note text)`, `drop table ${related}`]],
    ["view", taken, [`create view ${taken} as select 1 as one`, `drop view ${taken}`]],
    ["type", taken, [`create type ${taken} as enum ('one')`, `drop type ${taken}`]],
  ])("by a %s is told, and the others are made", async (_kind, name, [statement, drop]) => {
    await unmake(3);
    await unmake(2);
    const undo = await make(statement, drop);
    const { left, partitionsMade } = await maintain();
    expect({ left, partitionsMade }).toEqual({
      left: [{ task: "make_partitions", code: "NAME_TAKEN", advice: about(`its name: ${name}.`) }],
      partitionsMade: 1,
    });
    expect(await tablesOfLog()).toContain(free);
    await undo();
    expect(await maintain()).toMatchObject({ left: [], partitionsMade: 1 });
  });
});

describe("a default partition that is missing", () => {
  it.each(["audit_logs", "audit_log_related"])("of %s is told, and months are made", async (parent) => {
    await unmake(3);
    const owner = connect();
    await owner.unsafe(`alter table ${parent} detach partition ${parent}_default`);
    const advice = about(`no default partition of ${parent}:`);
    expect(await maintain()).toMatchObject({
      left: [{ task: "have_default", code: "NO_DEFAULT", advice }],
      partitionsMade: 1,
    });
    await owner.unsafe(`alter table ${parent} attach partition ${parent}_default default`);
    expect((await maintain()).left).toEqual([]);
  });

  it("is told too where it was dropped", async () => {
    const owner = connect();
    await owner`alter table audit_logs detach partition audit_logs_default`;
    await owner`alter table audit_logs_default rename to away`;
    expect((await maintain()).left).toMatchObject([{ code: "NO_DEFAULT" }]);
    await owner`alter table away rename to audit_logs_default`;
    await owner`alter table audit_logs attach partition audit_logs_default default`;
  });
});

describe("what is made on the default partition", () => {
  it.each<[string, string, [string, string]]>([
    [
      "a view",
      "view astray",
      ["create view astray as select id from audit_logs_default", "drop view astray"],
    ],
    [
      "a function",
      "function astray()",
      [
        "create function astray() returns bigint language sql begin atomic select count(*) from audit_log_related_default; end",
        "drop function astray",
      ],
    ],
    [
      "a column",
      "column entry of table kept",
      ["create table kept (entry audit_logs_default)", "drop table kept"],
    ],
    [
      "a foreign key",
      "constraint kept_id_org_fkey on table kept",
      [
        "create table kept (id uuid, org text, foreign key (id, org) references audit_logs_default)",
        "drop table kept",
      ],
    ],
  ])("%s is named before anything is moved", async (_kind, name, [statement, drop]) => {
    const ids = await logAt([firstOfMonth(-60)]);
    const undo = await make(statement, drop);
    const tables = await tablesOfLog();
    expect(await maintain()).toMatchObject({
      left: [{ task: "move_home", code: "2BP01", advice: about(`${name} depends on table audit_log`) }],
      movedHome: [],
    });
    expect(await tablesOfLog()).toEqual(tables);
    await undo();
    expect((await maintain()).left).toEqual([]);
    expect((await partitionsOf(ids))[0]).toBe(partitionOf(firstOfMonth(-60)));
    await unmakeAgain(-60);
  });

  it("indexes, statistics, rules, policies and publications of its own are in no way", async () => {
    await logAt([firstOfMonth(-61)]);
    const owner = connect();
    await owner`create index kept_idx on audit_logs_default ((lower(action))) where txid > '3'`;
    await owner`create statistics kept_statistics on action, outcome from audit_logs_default`;
    await owner`create policy kept_policy on audit_logs_default using (outcome <> 'x')`;
    await owner`create publication kept_publication for table audit_logs_default where (outcome <> 'x')`;
    expect((await maintain()).left).toEqual([]);
    expect(await tablesOfLog()).not.toContain("audit_logs_default_moved");
    await owner`drop publication kept_publication`;
  });

  it("a view on what waits to be compared is named", async () => {
    await logAt([firstOfMonth(-62)]);
    const owner = connect();
    await owner`select audit_log_move_home(120, 3, '10 seconds')`;
    const undo = await make(
      "create view astray as select id from audit_logs_default_moved",
      "drop view astray",
    );
    const { left } = await maintain();
    expect(left).toMatchObject([
      { task: "finish_move", code: "2BP01", advice: about("view astray depends on") },
      { task: "move_home", code: "2BP01" },
    ]);
    await undo();
    expect((await maintain()).left).toEqual([]);
    expect(await tablesOfLog()).not.toContain("audit_logs_default_moved");
  });
});

describe("a foreign key onto the log", () => {
  it("is named where it refers to what would be moved, without the entry; moves go on without such rows", async () => {
    const [id = ""] = await logAt([firstOfMonth(-63)]);
    const owner = connect();
    const undo = await make(
      "create table kept (id uuid, org text, constraint kept_entry foreign key (id, org) references audit_logs)",
      "drop table kept",
    );
    await owner`insert into kept select id, organization_id from audit_logs where id = ${id}`;
    const { left } = await maintain();
    expect(left).toMatchObject([
      { task: "move_home", code: "23503", advice: about("A foreign key of table kept refers") },
    ]);
    expect(JSON.stringify(left)).not.toContain(id);
    await owner`delete from kept`;
    expect(await maintain()).toMatchObject({
      left: [],
      movedHome: [{ month: nameOf(firstOfMonth(-63)), entries: 1 }],
    });
    expect(
      await owner`insert into kept select id, organization_id from audit_logs where id = ${id} returning 1`,
    ).toHaveLength(1);
    await undo();
  });
});

/** What this file moved there before, out of the way of the next case. */
async function unmakeAgain(monthsFromNow: number): Promise<void> {
  const logs = partitionOf(firstOfMonth(monthsFromNow));
  await db.execute(sql.raw(`drop table ${logs}, ${logs.replace("audit_logs", "audit_log_related")}`));
}
