import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { finish, spawnScript } from "@/tests/setup/embedded";
import { patience } from "@/tests/setup/patience";
import { connect, entry, isStored } from "./auditLogSupport";
import {
  everyRow,
  firstOfMonth,
  holdLog,
  isHeldUp,
  lastOfMonth,
  logAt,
  maintainers,
  nameOf,
  partitionOf,
  partitionsOf,
  tablesOfLog,
} from "./auditLogMaintainSupport";

const { maintain } = auditLogService;
const untilHeldUp = () => expect.poll(isHeldUp, patience).toBe(true);

describe("where the log can't be had", () => {
  it("waits no longer than told, says so, leaves everything as it was, and lets others go on", async () => {
    const ids = await logAt([firstOfMonth(-24)]);
    const before = [await everyRow(), await tablesOfLog()];
    const held = await holdLog();
    const result = await maintain({ patienceMs: 300 });
    expect(result).toMatchObject({
      movedHome: [],
      left: [
        { task: "move_home", code: "55P03", advice: expect.stringContaining("pg_stat_activity") as unknown },
      ],
    });
    expect([await everyRow(), await tablesOfLog()]).toEqual(before);

    const moving = maintain();
    await untilHeldUp();
    const receipt = await auditLogService.log(entry());
    expect(receipt.status).not.toBe("dropped");
    await held.release();
    expect((await moving).left).toEqual([]);
    expect(await partitionsOf(ids)).toEqual([partitionOf(firstOfMonth(-24))]);
    await expect.poll(() => isStored(receipt.id), patience).toBe(true);
  });

  it("says so where the default partition is locked by other maintenance", async () => {
    await logAt([firstOfMonth(-25)]);
    const vacuum = connect();
    await vacuum`begin`;
    await vacuum`lock table audit_logs_default in share update exclusive mode`;
    expect((await maintain()).left).toMatchObject([{ task: "move_home", code: "55P03" }]);
    await vacuum`rollback`;
    expect((await maintain()).left).toEqual([]);
  });
});

describe("a maintainer that is ended in the middle", () => {
  it("by the server: leaves everything as it was, and the next one does it", async () => {
    const ids = await logAt([firstOfMonth(-26), lastOfMonth(-26)]);
    const before = [await everyRow(), await tablesOfLog()];
    const held = await holdLog();
    const moving = maintain().catch((error: unknown) => error);
    await untilHeldUp();
    for (const { pid } of await maintainers()) await db.execute(sql`select pg_terminate_backend(${pid})`);
    expect(await moving).toBeInstanceOf(Error);
    await expect.poll(maintainers, patience).toEqual([]);
    expect([await everyRow(), await tablesOfLog()]).toEqual(before);
    await held.release();
    expect((await maintain()).movedHome).toMatchObject([{ month: nameOf(firstOfMonth(-26)), entries: 2 }]);
    const home = partitionOf(firstOfMonth(-26));
    expect(await partitionsOf(ids)).toEqual([home, home]);
  });

  it("after the move: the next one compares what is left, and drops it", async () => {
    const ids = await logAt([firstOfMonth(-27)]);
    const before = await everyRow();
    await connect()`select audit_log_move_home(120, 3, '10 seconds')`;
    expect(await tablesOfLog()).toContain("audit_logs_default_moved");
    expect(await everyRow()).toEqual(before);
    const more = await logAt([firstOfMonth(-28)]);
    const after = await everyRow();
    expect(await maintain()).toMatchObject({ putBack: 0, left: [], movedHome: [{ entries: 1 }] });
    expect(await tablesOfLog()).not.toContain("audit_logs_default_moved");
    expect(await partitionsOf([...more, ...ids])).toEqual([-28, -27].map(firstOfMonth).map(partitionOf));
    expect(await everyRow()).toEqual(after);
  });

  it("with its process: the next one finds all or nothing done, and nothing is lost", async () => {
    const ids = await logAt([firstOfMonth(-29)]);
    const before = await everyRow();
    const held = await holdLog();
    const child = spawnScript(["modules/auditLog/cli/audit.ts", "maintain"], { NODE_ENV: "test" });
    await untilHeldUp();
    // The whole group: tsx is a process before the one that counts.
    process.kill(-(child.pid ?? Number.NaN), "SIGKILL");
    await finish(child);
    await held.release();
    await expect.poll(maintainers, patience).toEqual([]);
    expect((await maintain()).left).toEqual([]);
    expect(await everyRow()).toEqual(before);
    expect(await partitionsOf(ids)).toEqual([partitionOf(firstOfMonth(-29))]);
    expect((await tablesOfLog()).filter((name) => /_(new|moved)$/.test(name))).toEqual([]);
  });
});
