import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { patience } from "@/tests/setup/patience";
import { connect, entry, freshId, isStored } from "./auditLogSupport";
import {
  everyRow,
  firstOfMonth,
  holdLog,
  isHeldUp,
  lastOfMonth,
  logAt,
  nameOf,
  partitionOf,
  partitionsOf,
} from "./auditLogMaintainSupport";

const { maintain } = auditLogService;
const untilHeldUp = () => expect.poll(isHeldUp, patience).toBe(true);
const monthsMoved = ({ movedHome }: Awaited<ReturnType<typeof maintain>>) =>
  movedHome.map(({ month }) => month);

describe("two maintainers at once", () => {
  it("the second says that another one is at it, and the first does it all", async () => {
    const ids = await logAt([firstOfMonth(-10)]);
    const held = await holdLog();
    const first = maintain();
    await untilHeldUp();
    const second = await maintain();
    expect(second).toMatchObject({ movedHome: [], left: [{ task: "move_home", code: "ELSEWHERE" }] });
    await held.release();
    expect(await first).toMatchObject({ left: [], movedHome: [{ entries: 1, related: 1 }] });
    expect(await partitionsOf(ids)).toEqual([partitionOf(firstOfMonth(-10))]);
  });

  it("five at the same time move each entry once", async () => {
    const months = [-11, -12, -13];
    const ids = await logAt(months.map(firstOfMonth));
    const before = await everyRow();
    const results = await Promise.all(Array.from({ length: 5 }, () => maintain()));
    expect(results.flatMap(monthsMoved).toSorted()).toEqual(
      months.map((month) => nameOf(firstOfMonth(month))).toSorted(),
    );
    expect(await everyRow()).toEqual(before);
    expect((await partitionsOf(ids)).toSorted()).toEqual(
      months.map((month) => partitionOf(firstOfMonth(month))).toSorted(),
    );
    const codes = new Set(results.flatMap(({ left }) => left.map(({ code }) => code)));
    expect([...codes].filter((code) => code !== "ELSEWHERE" && code !== "STILL_DUE")).toEqual([]);
  });

  it("a process that starts makes partitions meanwhile", async () => {
    await logAt([firstOfMonth(-14)]);
    const held = await holdLog();
    const moving = maintain();
    await untilHeldUp();
    expect(await auditLogService.createPartitions()).toBe(0);
    await held.release();
    expect((await moving).left).toEqual([]);
  });
});

describe("while others write and read", () => {
  it("nothing is lost and none doubled, and every reader finds all that was there", async () => {
    const resourceId = freshId("read");
    const there = Array.from({ length: 40 }, (_, at) => new Date(firstOfMonth(-17).getTime() + at));
    const known = await logAt(there, resourceId);
    await fill(8_000);
    let isMoving = true;
    const written: string[] = [];
    const busy = new Set<Date>();
    const write = async (at: Date, tx: boolean) => {
      while (isMoving) {
        const input = entry({ occurredAt: at, related: [{ type: "tag", id: "written" }] });
        const receipt = tx
          ? await db.transaction((transaction) => auditLogService.log(input, { tx: transaction }))
          : await auditLogService.log(input);
        expect(receipt.status).not.toBe("dropped");
        written.push(receipt.id);
        busy.add(at);
      }
    };
    let reads = 0;
    const read = async () => {
      while (isMoving) {
        const { entries } = await auditLogService.getForResource("post", resourceId);
        expect(entries.map(({ id }) => id)).toEqual(known.toReversed());
        reads++;
      }
    };
    const others = [
      write(firstOfMonth(-17), false),
      write(lastOfMonth(-18), true),
      write(firstOfMonth(0), false),
      read(),
      read(),
    ];
    await expect.poll(() => busy.size, patience).toBe(3);
    const results = [await maintain(), await maintain()];
    isMoving = false;
    await Promise.all(others);

    expect(results.flatMap(({ left }) => left)).toEqual([]);
    expect(results.map(({ putBack }) => putBack)).toEqual([0, 0]);
    expect(reads).toBeGreaterThan(0);
    const ids = [...known, ...written];
    for (const id of ids) await expect.poll(() => isStored(id), patience).toBe(true);
    expect(await countsOf(ids)).toEqual({ entries: ids.length, related: ids.length });
  });

  it("what a transaction wrote before, and commits only meanwhile, is moved too", async () => {
    const [writer, id] = [connect(), idOf(firstOfMonth(-19))];
    await writer`begin`;
    await writer`select audit_log_insert(${rowOf(id)})`;
    const [early = ""] = await logAt([firstOfMonth(-19)]);
    const moving = maintain();
    await untilHeldUp();
    await writer`commit`;
    expect(await moving).toMatchObject({
      movedHome: [{ month: nameOf(firstOfMonth(-19)), entries: 2, related: 2 }],
      putBack: 0,
      left: [],
    });
    const home = partitionOf(firstOfMonth(-19));
    expect(await partitionsOf([early, id])).toEqual([home, home]);
  });

  it("and what takes back what it wrote stays taken back", async () => {
    const [writer, id] = [connect(), idOf(firstOfMonth(-20))];
    await writer`begin`;
    await writer`select audit_log_insert(${rowOf(id)})`;
    await logAt([firstOfMonth(-20)]);
    const moving = maintain();
    await untilHeldUp();
    await writer`rollback`;
    expect((await moving).movedHome).toEqual([{ month: nameOf(firstOfMonth(-20)), entries: 1, related: 1 }]);
    expect(await isStored(id)).toBe(false);
  });

  it("rows that somebody wrote by hand as another transaction's are put back", async () => {
    const [writer, id] = [connect(), idOf(firstOfMonth(-21))];
    await logAt([firstOfMonth(-21)]);
    await writer`begin`;
    await writer`insert into audit_logs (id, actor_type, action, resource_type, resource_id, created_at, txid)
      values (${id}, 'user', 'post.updated', 'post', '1', now(), '3')`;
    const moving = maintain();
    await untilHeldUp();
    await writer`commit`;
    expect(await moving).toMatchObject({ putBack: 1, left: [] });
    expect(await partitionsOf([id])).toEqual([partitionOf(firstOfMonth(-21))]);
  });
});

function idOf(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${randomBytes(6).toString("hex")}`;
}

function rowOf(id: string): string {
  const related = [{ type: "tag", id: "1" }];
  const what = { actor_type: "user", action: "post.updated", outcome: "success", metadata: {} };
  const where = { organization_id: "", resource_type: "post", resource_id: "1", related };
  return JSON.stringify([{ id, ...what, ...where, created_at: new Date().toISOString() }]);
}

/** So many entries of the default partition's, for the copy to take a while. */
async function fill(entries: number): Promise<void> {
  await db.execute(sql`insert into audit_logs (id, actor_type, action, resource_type, resource_id, created_at)
    select overlay(audit_log_first_id(${firstOfMonth(-17).toISOString()}::timestamptz)::text
      placing lpad(to_hex(n), 12, '0') from 25)::uuid, 'user', 'post.updated', 'post', 'filled', now()
    from generate_series(1, ${entries}) as n`);
}

async function countsOf(ids: readonly string[]): Promise<unknown> {
  const [row] = await db.execute(sql`select
    (select count(*)::int from audit_logs where id in ${ids}) as entries,
    (select count(*)::int from audit_log_related where id in ${ids}) as related`);
  return row;
}
