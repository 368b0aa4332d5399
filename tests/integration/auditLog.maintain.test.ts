import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, freshId, stateOf } from "./auditLogSupport";
import {
  everyRow,
  firstOfMonth,
  lastOfMonth,
  logAt,
  makeOf,
  nameOf,
  partitionOf,
  partitionsOf,
  tablesOfLog,
  unmake,
} from "./auditLogMaintainSupport";

const { maintain } = auditLogService;

beforeAll(async () => {
  // Months are UTC's whatever a session's own zone is: here it is 14 hours ahead.
  const database = new URL(readEnv().DATABASE_URL).pathname.slice(1);
  await db.execute(sql.raw(`alter database ${database} set timezone to 'Pacific/Kiritimati'`));
});

describe("entries of months that have no partition", () => {
  it("of a missed year are all moved home in one run, unchanged", async () => {
    const months = Array.from({ length: 12 }, (_, at) => at - 15);
    const instants = months.flatMap((month) => [firstOfMonth(month), lastOfMonth(month)]);
    const ids = await logAt(instants);
    expect(new Set(await partitionsOf(ids))).toEqual(new Set(["audit_logs_default"]));
    const before = await everyRow();

    const counts = months.map((month) => ({ month: nameOf(firstOfMonth(month)), entries: 2, related: 2 }));
    expect(await maintain()).toMatchObject({ movedHome: counts, putBack: 0, left: [], partitionsMade: 0 });
    expect(await everyRow()).toEqual(before);
    expect(await partitionsOf(ids)).toEqual(instants.map(partitionOf));
    expect((await tablesOfLog()).filter((name) => /_(new|moved)$/.test(name))).toEqual([]);
  });

  it("are moved once: there is nothing to do the second time, and the next ones go to their month", async () => {
    const first = await logAt([firstOfMonth(-20)]);
    await maintain();
    const before = [await everyRow(), await tablesOfLog()];
    expect(await maintain()).toMatchObject({ movedHome: [], partitionsMade: 0, left: [] });
    expect([await everyRow(), await tablesOfLog()]).toEqual(before);
    const next = await logAt([lastOfMonth(-20)]);
    const home = partitionOf(firstOfMonth(-20));
    expect(await partitionsOf([...first, ...next])).toEqual([home, home]);
  });

  it.each([0, 3])("and that are due now or ahead get one too: %i months from now", async (month) => {
    await unmake(month);
    const ids = await logAt([firstOfMonth(month), lastOfMonth(month)]);
    expect(new Set(await partitionsOf(ids))).toEqual(new Set(["audit_logs_default"]));
    expect(await db.execute(sql`select audit_log_ensure_partitions(3, 3) as made`)).toEqual([{ made: 0 }]);
    const { movedHome } = await maintain();
    expect(movedHome).toEqual([{ month: nameOf(firstOfMonth(month)), entries: 2, related: 2 }]);
    const home = partitionOf(firstOfMonth(month));
    expect(await partitionsOf(ids)).toEqual([home, home]);
  });

  it("are moved two dozen months at a time, and all in one run", async () => {
    const months = Array.from({ length: 30 }, (_, at) => at - 100);
    const ids = await logAt(months.map(firstOfMonth));
    const [owner, before] = [connect(), await everyRow()];
    await owner`begin`;
    expect(await owner`select * from audit_log_move_home(120, 3, '10 seconds')`).toHaveLength(24);
    await owner`rollback`;
    expect(await maintain()).toMatchObject({ left: [], putBack: 0, staying: { entries: 0 } });
    expect(await everyRow()).toEqual(before);
    expect(await partitionsOf(ids)).toEqual(months.map(firstOfMonth).map(partitionOf));
  });

  it("are in partitions like any other: indexes, triggers, constraints, planner statistics", async () => {
    await logAt([firstOfMonth(-21)]);
    await maintain();
    const [made, other] = [partitionOf(firstOfMonth(-21)), partitionOf(firstOfMonth(-2))];
    for (const of of ["audit_logs", "audit_log_related"]) {
      const [name, sibling] = [made, other].map((partition) => partition.replace("audit_logs", of));
      expect(await makeOf(name ?? "")).toEqual(await makeOf(sibling ?? ""));
    }
    const [analyzed] = await db.execute(sql`select reltuples from pg_class where oid = ${made}::regclass`);
    expect(analyzed).toEqual({ reltuples: 1 });
  });

  it("are moved again and again, and the default partition stays as the migration made it", async () => {
    const [indexes, made] = [() => indexesOf("default"), await makeOf("audit_logs_default")];
    const before = await indexes();
    for (const month of [-22, -23]) {
      await logAt([firstOfMonth(month)]);
      await maintain();
    }
    expect(await makeOf("audit_logs_default")).toEqual(made);
    expect(await indexes()).toEqual(before);
    expect((await indexesOf("")).filter((name) => name.includes("_new"))).toEqual([]);
  });
});

async function indexesOf(part: string): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`select indexname as name from pg_indexes
    where tablename ~ '^audit_log' and tablename ~ ${part} order by 1`);
  return rows.map(({ name }) => name);
}

describe("entries whose clock was wrong", () => {
  const far = ["2199-05-17T12:00:00Z", "1970-01-01T00:00:00Z", "1999-12-31T23:59:59.999Z"];
  // The last of all that is a UUIDv7, and one that is none.
  const strange = ["ffffffff-ffff-7fff-bfff-ffffffffffff", "f47ac10b-58cc-4372-a567-0e02b2c3d479"];

  it("stay in the default partition, counted and named, and readable; others are moved from beside them", async () => {
    const resourceId = freshId("far");
    const bounds = [firstOfMonth(-120), lastOfMonth(-121), lastOfMonth(4), firstOfMonth(4)];
    const ids = await logAt([...far.map((at) => new Date(at)), ...bounds], resourceId);
    for (const id of strange) await insertWith(id, resourceId);
    const before = await everyRow();

    const { movedHome, staying, left, partitionsMade } = await maintain();
    expect({ movedHome, left, partitionsMade }).toEqual({
      movedHome: [{ month: nameOf(firstOfMonth(-120)), entries: 1, related: 1 }],
      left: [],
      partitionsMade: 0,
    });
    const months = [...far.map((at) => at.slice(0, 7)), nameOf(lastOfMonth(-121))].toSorted();
    expect(staying).toEqual({
      entries: 8,
      related: 6,
      months: [
        ...months.slice(0, 3).map((month) => ({ month, entries: 1, related: 1 })),
        { month: nameOf(firstOfMonth(4)), entries: 2, related: 2 },
        { month: "2199-05", entries: 1, related: 1 },
        { month: "10488-03", entries: 1, related: 0 },
        { month: "10889-08", entries: 1, related: 0 },
      ],
      moreMonths: 0,
    });
    expect(await everyRow()).toEqual(before);
    expect(await everyId(resourceId)).toEqual([...ids, ...strange].toSorted().toReversed());
  });

  it("get their partition when its month comes near", async () => {
    const [id = ""] = await logAt([firstOfMonth(5)]);
    expect((await maintain()).movedHome).toEqual([]);
    const rows =
      await connect()`select * from audit_log_move_home(0, 5, '10 seconds') where month = ${nameOf(firstOfMonth(5))}`;
    expect(rows).toEqual([{ month: nameOf(firstOfMonth(5)), entries: "1", related: "1" }]);
    expect(await partitionsOf([id])).toEqual([partitionOf(firstOfMonth(5))]);
  });

  it("of many months are named a few at a time", async () => {
    await logAt(Array.from({ length: 15 }, (_, year) => new Date(Date.UTC(2300 + year, 0, 1))));
    const { staying } = await maintain();
    expect(staying.months).toHaveLength(12);
    expect(staying.moreMonths).toBeGreaterThan(3);
    expect(staying.entries).toBeGreaterThanOrEqual(15);
  });
});

async function insertWith(id: string, resourceId: string): Promise<void> {
  await db.execute(sql`insert into audit_logs (id, actor_type, action, resource_type, resource_id, created_at)
    values (${id}, 'user', 'post.updated', 'post', ${resourceId}, now())`);
}

async function everyId(resourceId: string): Promise<string[]> {
  const { entries } = await auditLogService.getForResource("post", resourceId);
  return entries.map(({ id }) => id);
}

describe("what can't be done", () => {
  it("is told: a table that is no partition has the month's name", async () => {
    const owner = connect();
    const [taken, free] = [partitionOf(firstOfMonth(-30)), partitionOf(firstOfMonth(-31))];
    await owner.unsafe(`create table ${taken} (note text)`);
    const ids = await logAt([firstOfMonth(-31), firstOfMonth(-30)]);

    const { left, movedHome, staying } = await maintain();
    expect(left).toEqual([
      {
        task: "move_home",
        code: "STILL_DUE",
        advice: expect.stringContaining(nameOf(firstOfMonth(-30))) as unknown,
      },
    ]);
    expect(movedHome.map(({ month }) => month)).toEqual([nameOf(firstOfMonth(-31))]);
    expect(staying.months.map(({ month }) => month)).not.toContain(nameOf(firstOfMonth(-30)));
    expect(await partitionsOf(ids)).toEqual([free, "audit_logs_default"]);

    await owner.unsafe(`alter table ${taken} rename to archive`);
    expect(await maintain()).toMatchObject({ left: [], movedHome: [{ month: nameOf(firstOfMonth(-30)) }] });
    expect(await partitionsOf(ids)).toEqual([free, taken]);
  });

  it("is refused: to move within a transaction that would not see what comes meanwhile", async () => {
    const owner = connect();
    await owner`begin isolation level repeatable read`;
    expect(await stateOf(owner`select audit_log_move_home(120, 3, '1 second')`)).toBe("0A000");
    await owner`rollback`;
  });

  it("is nothing where there is no default partition", async () => {
    const owner = connect();
    await owner`begin`;
    for (const parent of ["audit_logs", "audit_log_related"])
      await owner.unsafe(`alter table ${parent} detach partition ${parent}_default`);
    expect(await owner`select * from audit_log_move_home(120, 3, '1 second')`).toEqual([]);
    expect(await owner`select * from audit_log_astray(120, 3)`).toEqual([]);
    await owner`rollback`;
  });
});
