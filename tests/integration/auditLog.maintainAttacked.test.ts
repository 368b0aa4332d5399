import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import {
  everyRow,
  firstOfMonth,
  logAt,
  partitionOf,
  partitionsOf,
  tablesOfLog,
} from "./auditLogMaintainSupport";
import { connect, stateOf } from "./auditLogSupport";

const role = `app_${randomBytes(6).toString("hex")}`;
const moved = "audit_logs_default_moved";
const note = "Detached by audit_log_move_home";

beforeAll(async () => {
  const { password } = new URL(readEnv().DATABASE_URL);
  await db.execute(sql.raw(`create role ${role} login password '${password}'`));
  await db.execute(sql`select audit_log_grant(${role})`);
  await db.execute(sql.raw(`grant create on schema public to ${role}`));
});
afterAll(async () => {
  await db.execute(sql.raw(`drop owned by ${role} cascade`));
  await db.execute(sql.raw(`drop role ${role}`));
});

/** A session of a role that may create in the log's schema, and what it made there is dropped after the test. */
function attacker() {
  onTestFinished(async () => {
    for (const kind of ["view", "table"]) await stateOf(connect().unsafe(`drop ${kind} ${moved}`));
  });
  return connect({ role });
}

/** A view of entries that runs a function of its own, and notes as whom. */
async function makeTrap(app: ReturnType<typeof attacker>, name: string): Promise<void> {
  await app.unsafe(`create or replace function trap() returns uuid language plpgsql as $$ begin
    perform set_config('trap.ran_as', current_user, false); return gen_random_uuid(); end $$`);
  await app.unsafe(`create view ${name} as select trap() as id, 0::text::xid8 as txid`);
}

const trapped = async (app: ReturnType<typeof attacker>) =>
  (await app`select current_setting('trap.ran_as', true) as as`)[0]?.as as unknown;

const everyCall = [
  "select audit_log_finish_move()",
  "select * from audit_log_move_home(120, 3, '1 second')",
] as const;

describe("what waits to be compared, made by a role that may create in the schema", () => {
  beforeEach(async () => void (await logAt([firstOfMonth(-40)])));

  it.each([null, note])(
    "a table: is neither taken into the log nor dropped (comment: %s)",
    async (comment) => {
      const app = attacker();
      await app.unsafe(`create table ${moved} (like audit_logs)`);
      await app.unsafe(`insert into ${moved} (id, organization_id, outcome, metadata, recorded_at, actor_type, action, resource_type, resource_id, created_at, txid)
      values (gen_random_uuid(), '', 'success', '{}', '2001-01-01', 'user', 'post.updated', 'post', 'forged', now(), '3')`);
      if (comment !== null) await app.unsafe(`comment on table ${moved} is '${comment}'`);
      const before = [await everyRow(), await tablesOfLog()];
      for (const call of everyCall) expect(await stateOf(app.unsafe(call)), call).toBe("42809");
      expect([await everyRow(), await tablesOfLog()]).toEqual(before);
      expect(await app.unsafe(`select resource_id from ${moved}`)).toEqual([{ resource_id: "forged" }]);
    },
  );

  it("a view: none of its functions is run, and maintenance names it", async () => {
    const app = attacker();
    await makeTrap(app, moved);
    for (const call of everyCall) expect(await stateOf(app.unsafe(call)), call).toBe("42809");
    expect(await trapped(app)).toBeNull();
    const { left } = await auditLogService.maintain();
    expect(left.map(({ task, code }) => `${task} ${code}`)).toEqual(["finish_move 42809", "move_home 42809"]);
    expect(left[0]?.advice).toContain(moved);
  });

  it("not even a table of the owner's is dropped, which no move left", async () => {
    attacker();
    await connect().unsafe(`create table ${moved} (like audit_logs)`);
    expect(await stateOf(connect()`select audit_log_finish_move()`)).toBe("42809");
    expect(await tablesOfLog()).toContain(moved);
  });

  it("what a move did leave is compared and dropped", async () => {
    const ids = await logAt([firstOfMonth(-41)]);
    const app = attacker();
    await app`select * from audit_log_move_home(120, 3, '10 seconds')`;
    expect(await tablesOfLog()).toContain(moved);
    await app`select audit_log_finish_move()`;
    expect(await tablesOfLog()).not.toContain(moved);
    expect(await partitionsOf(ids)).toEqual([partitionOf(firstOfMonth(-41))]);
  });
});

it("a view in the place of a default partition that was taken away is not read", async () => {
  const owner = connect();
  const parents = ["audit_logs", "audit_log_related"];
  for (const parent of parents) {
    await owner.unsafe(`alter table ${parent} detach partition ${parent}_default`);
    await owner.unsafe(`alter table ${parent}_default rename to ${parent}_away`);
  }
  const app = attacker();
  for (const parent of parents) await makeTrap(app, `${parent}_default`);
  for (const call of [
    ...everyCall,
    "select audit_log_astray(120, 3)",
    "select audit_log_ensure_partitions(3, 4)",
  ])
    expect(await stateOf(app.unsafe(call)), call).toBe("done");
  expect(await trapped(app)).toBeNull();
  expect(await tablesOfLog()).toContain(partitionOf(firstOfMonth(4)));

  for (const parent of parents) {
    await owner.unsafe(`drop view ${parent}_default`);
    await owner.unsafe(`alter table ${parent}_away rename to ${parent}_default`);
    await owner.unsafe(`alter table ${parent} attach partition ${parent}_default default`);
  }
});
