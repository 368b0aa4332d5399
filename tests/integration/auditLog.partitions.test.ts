import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, entry, freshId, rowOf } from "./auditLogSupport";

const suffixOf = (at: Date) => at.toISOString().slice(0, 7).replace("-", "_");

function firstOfMonth(monthsFromNow: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsFromNow, 1));
}

async function partitionsOf(parent: string): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(
    sql`select relid::regclass::text as name from pg_partition_tree(${parent}) where isleaf order by 1`,
  );
  return rows.map(({ name }) => name);
}

const monthly = (parent: string, monthsBack: number, monthsAhead: number) =>
  Array.from(
    { length: monthsBack + monthsAhead + 1 },
    (_, at) => `${parent}_${suffixOf(firstOfMonth(at - monthsBack))}`,
  );

async function partitionOf(occurredAt: Date): Promise<unknown> {
  const { id } = await auditLogService.log(entry({ occurredAt, related: [{ type: "tag", id: freshId() }] }));
  const [related] = await db.execute<{ partition: string }>(
    sql`select tableoid::regclass::text as partition from audit_log_related where id = ${id}`,
  );
  const { partition } = await rowOf(id);
  expect(related?.partition).toBe(String(partition).replace("audit_logs", "audit_log_related"));
  return partition;
}

// Partitions of empty months: each test starts from those that the migration makes.
beforeEach(async () => {
  const made = new Set([...monthly("audit_logs", 3, 3), ...monthly("audit_log_related", 3, 3)]);
  const all = [...(await partitionsOf("audit_logs")), ...(await partitionsOf("audit_log_related"))];
  const surplus = all.filter((name) => /_\d{4}_\d\d$/.test(name) && !made.has(name));
  if (surplus.length > 0) await db.execute(sql.raw(`drop table ${surplus.join(", ")}`));
});

it("the migration makes three months back and three ahead, and a default", async () => {
  for (const parent of ["audit_logs", "audit_log_related"]) {
    expect(await partitionsOf(parent)).toEqual([...monthly(parent, 3, 3), `${parent}_default`]);
  }
});

it("an entry lies in the month of its id, at both ends of it", async () => {
  for (const month of [-3, -1, 0, 1, 3]) {
    const first = firstOfMonth(month);
    const last = new Date(firstOfMonth(month + 1).getTime() - 1);
    expect(await partitionOf(first)).toBe(`audit_logs_${suffixOf(first)}`);
    expect(await partitionOf(last)).toBe(`audit_logs_${suffixOf(first)}`);
  }
  expect(await partitionOf(firstOfMonth(-9))).toBe("audit_logs_default");
});

it.each(["Asia/Kathmandu", "Pacific/Kiritimati", "America/Los_Angeles"])(
  "months are those of UTC where the session's zone is %s",
  async (zone) => {
    const owner = connect();
    await owner`select set_config('timezone', ${zone}, false)`;
    await owner`select audit_log_ensure_partitions(3, 20)`;
    for (const month of [5, 12, 20]) {
      const bounds = `${suffixOf(firstOfMonth(month))}`;
      const [row] = await owner<{ bound: string }[]>`
        select pg_get_expr(relpartbound, oid) as bound from pg_class where relname = ${`audit_logs_${bounds}`}`;
      const hex = (at: Date) => at.getTime().toString(16).padStart(12, "0");
      const [from, to] = [hex(firstOfMonth(month)), hex(firstOfMonth(month + 1))];
      expect(row?.bound.replaceAll("-", "")).toBe(
        `FOR VALUES FROM ('${from}${"0".repeat(20)}') TO ('${to}${"0".repeat(20)}')`,
      );
    }
    expect(await partitionsOf("audit_logs")).toEqual(
      [...monthly("audit_logs", 3, 20), "audit_logs_default"].toSorted(),
    );
  },
);

it.each([
  ["America/Los_Angeles", "2031-03-01T00:00:00Z"],
  ["Pacific/Kiritimati", "2031-03-31T23:59:59Z"],
])("an instant at a month's end is in UTC's month where the session's zone is %s", async (zone, instant) => {
  const owner = connect();
  await owner`select set_config('timezone', ${zone}, false)`;
  await owner`select audit_log_create_partition(${instant}::text::timestamptz)`;
  expect(await partitionsOf("audit_logs")).toContain("audit_logs_2031_03");
});

it("four connections at once make each missing partition once", async () => {
  const made = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const [row] = await connect()<{ made: number }[]>`select audit_log_ensure_partitions(3, 8) as made`;
      return row?.made;
    }),
  );
  expect(made.toSorted((a = 0, b = 0) => a - b)).toEqual([0, 0, 0, 5]);
  expect(await partitionsOf("audit_logs")).toHaveLength(3 + 1 + 8 + 1);
});

it("entries are stored while partitions are made", async () => {
  const logging = Array.from({ length: 50 }, () =>
    auditLogService.log(entry({ occurredAt: firstOfMonth(0) })),
  );
  const making = connect()`select audit_log_ensure_partitions(3, 15)`;
  const receipts = await Promise.all(logging);
  await making;
  expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set(["stored"]));
});

describe("a month whose entries lie in the default partition", () => {
  it("is passed over, stays readable, and takes more", async () => {
    const [resourceId, occurredAt] = [freshId("post"), firstOfMonth(10)];
    const log = () => auditLogService.log(entry({ resourceId, occurredAt }));
    const first = await log();
    const [row] = await db.execute(sql`select audit_log_ensure_partitions(3, 12) as made`);
    expect(row).toEqual({ made: 8 });
    const later = await log();
    expect((await rowOf(later.id)).partition).toBe("audit_logs_default");
    const { entries } = await auditLogService.getForResource("post", resourceId);
    expect(entries.map(({ id }) => id)).toEqual([later.id, first.id]);
  });
});

describe("createPartitions", () => {
  it("makes none where they are there, and says how many it made", async () => {
    expect(await auditLogService.createPartitions()).toBe(0);
    const [logs, related] = [monthly("audit_logs", 0, 3).at(-1), monthly("audit_log_related", 0, 3).at(-1)];
    await db.execute(sql.raw(`drop table ${logs}, ${related}`));
    expect(await auditLogService.createPartitions()).toBe(1);
    expect(await partitionsOf("audit_logs")).toContain(logs);
  });
});
