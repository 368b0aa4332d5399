import { sql } from "drizzle-orm";
import { afterEach, expect, it, vi } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { maintainQuietly } from "@/modules/auditLog/retention/maintainDaily";
import { patience } from "@/tests/setup/patience";
import { captureErrors, connect } from "./auditLogSupport";
import { firstOfMonth, logAt, partitionOf, partitionsOf } from "./auditLogMaintainSupport";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.resetModules();
});

it("after a day a process moves home what fell into the default partition, without being asked", async () => {
  const ids = await logAt([firstOfMonth(-9)]);
  vi.useFakeTimers({ toFake: ["setInterval"] });
  auditLogService.maintainDaily();
  vi.advanceTimersByTime(24 * 60 * 60 * 1_000 - 1);
  expect(await partitionsOf(ids)).toEqual(["audit_logs_default"]);
  vi.advanceTimersByTime(1);
  await expect.poll(() => partitionsOf(ids), patience).toEqual([partitionOf(firstOfMonth(-9))]);
});

it("says what is left, by its code, and nothing where all is done", async () => {
  const written = captureErrors();
  await maintainQuietly();
  expect(written).toEqual([]);
  await db.execute(sql.raw(`create table ${partitionOf(firstOfMonth(-30))} (note text)`));
  await logAt([firstOfMonth(-30)], "CANARY");
  await maintainQuietly();
  expect(written.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: "error",
      event: "audit_log.maintenance_incomplete",
      left: [{ task: "move_home", code: "STILL_DUE" }],
    },
  ]);
});

it("says nothing where another process is at it", async () => {
  const written = captureErrors();
  await connect()`select pg_advisory_lock(hashtext('audit_log_move_home'))`;
  await maintainQuietly();
  expect(written).toEqual([]);
});

it("never rejects, and says that the database can't be reached", async () => {
  const written = captureErrors();
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgres://app:CANARY@127.0.0.1:1/app");
  // The pool of this process belongs to its own settings.
  const elsewhere = await import("@/modules/auditLog/retention/maintainDaily");
  const { closeDatabase } = await import("@/db/drizzle");
  await closeDatabase();
  await elsewhere.maintainQuietly();
  expect(written.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: "error", event: "audit_log.maintenance_incomplete", code: "ECONNREFUSED" },
  ]);
});
