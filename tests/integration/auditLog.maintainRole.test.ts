import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, stateOf } from "./auditLogSupport";
import { everyRow, firstOfMonth, logAt, partitionOf, partitionsOf } from "./auditLogMaintainSupport";

describe("a role with the log's grants only", () => {
  const role = `app_${randomBytes(6).toString("hex")}`;

  beforeAll(async () => {
    const { password } = new URL(readEnv().DATABASE_URL);
    await db.execute(sql.raw(`create role ${role} login password '${password}'`));
    await db.execute(sql`select audit_log_grant(${role})`);
  });
  afterAll(async () => {
    await db.execute(sql.raw(`drop owned by ${role}`));
    await db.execute(sql.raw(`drop role ${role}`));
  });

  it("moves entries home, and nothing is lost", async () => {
    const ids = await logAt([firstOfMonth(-33)]);
    const before = await everyRow();
    const app = connect({ role });
    expect(await app`select * from audit_log_move_home(120, 3, '10 seconds')`).toHaveLength(1);
    expect(await app`select audit_log_finish_move() as put_back`).toEqual([{ put_back: "0" }]);
    expect(await app`select * from audit_log_astray(120, 3)`).toEqual([]);
    expect(await everyRow()).toEqual(before);
    expect(await partitionsOf(ids)).toEqual([partitionOf(firstOfMonth(-33))]);
  });

  it("can't have a temporary table stand in for what is copied, or for where it goes", async () => {
    const ids = await logAt([firstOfMonth(-34)]);
    const before = await everyRow();
    const app = connect({ role });
    const home = partitionOf(firstOfMonth(-34));
    for (const name of ["audit_logs", "audit_logs_default", home, `${home}_new`, "audit_logs_default_moved"])
      await app.unsafe(`create temp table ${name} (like public.audit_logs)`);
    await app`select audit_log_move_home(120, 3, '10 seconds')`;
    await app`select audit_log_finish_move()`;
    expect(await everyRow()).toEqual(before);
    expect(await partitionsOf(ids)).toEqual([home]);
  });

  it("may do none of the steps by itself, nor touch what waits to be compared", async () => {
    await logAt([firstOfMonth(-35)]);
    const app = connect({ role });
    await app`select audit_log_move_home(120, 3, '10 seconds')`;
    for (const statement of [
      "select audit_log_put_back('audit_logs')",
      "select audit_log_copy_home('audit_logs', '{}')",
      "select audit_log_swap_home('audit_logs', '{}')",
      "select audit_log_copy_late('3', '{}')",
      "select * from audit_logs_default_moved",
      "delete from audit_logs_default_moved",
      "truncate audit_logs_default_moved",
      "drop table audit_logs_default_moved",
      "drop table audit_logs_default",
    ])
      expect(await stateOf(app.unsafe(statement)), statement).toBe("42501");
    await auditLogService.maintain();
  });
});
