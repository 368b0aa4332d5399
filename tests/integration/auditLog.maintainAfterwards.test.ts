import { describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, entry, stateOf } from "./auditLogSupport";
import { everyRow, firstOfMonth, logAt, partitionOf, tablesOfLog } from "./auditLogMaintainSupport";

const { maintain } = auditLogService;

describe("the log afterwards", () => {
  it("refuses changes to what was moved, to its owner too and with triggers switched off", async () => {
    await logAt([firstOfMonth(-50), new Date("2190-01-01")]);
    await maintain();
    const owner = connect();
    const logs = partitionOf(firstOfMonth(-50));
    const tables = [logs, "audit_logs_default"].flatMap((name) => [
      name,
      name.replace("audit_logs", "audit_log_related"),
    ]);
    for (const role of ["origin", "replica"]) {
      await owner.unsafe(`set session_replication_role = ${role}`);
      for (const table of ["audit_logs", "audit_log_related", ...tables]) {
        for (const statement of [`update ${table} set id = id`, `delete from ${table}`, `truncate ${table}`])
          expect(await stateOf(owner.unsafe(statement)), statement).toBe("42501");
      }
    }
  });

  it("refuses changes to what waits to be compared", async () => {
    await logAt([firstOfMonth(-51)]);
    const owner = connect();
    await owner`select audit_log_move_home(120, 3, '10 seconds')`;
    for (const table of ["audit_logs_default_moved", "audit_log_related_default_moved"]) {
      for (const statement of [`update ${table} set id = id`, `delete from ${table}`, `truncate ${table}`])
        expect(await stateOf(owner.unsafe(statement)), statement).toBe("42501");
    }
    expect(await maintain()).toMatchObject({ left: [], putBack: 0 });
    expect(await tablesOfLog()).not.toContain("audit_logs_default_moved");
  });

  it("takes an entry once that is delivered again after it was moved", async () => {
    const [id = ""] = await logAt([firstOfMonth(-52)]);
    await maintain();
    const before = await everyRow();
    await connect()`insert into audit_logs (id, actor_type, action, resource_type, resource_id, created_at)
      values (${id}, 'user', 'post.updated', 'post', '1', now()) on conflict do nothing`;
    expect(await everyRow()).toEqual(before);
    const receipt = await auditLogService.log(entry({ occurredAt: firstOfMonth(-52) }));
    expect(receipt.status).toBe("stored");
  });
});
