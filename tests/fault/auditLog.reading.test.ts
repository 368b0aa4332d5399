import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { connect } from "@/tests/integration/auditLogSupport";

/** The lock's own limit, and that of a read which waits behind others. */
const limits = ["55P03", "TIMEOUT"];

it("reads of a locked table end by themselves, and take nothing from the application meanwhile", async () => {
  const owner = connect();
  await owner`begin`;
  await owner`lock table audit_logs in access exclusive mode`;
  const ended: unknown[] = [];
  // More than either pool has connections.
  const reads = Array.from({ length: 30 }, (_, at) =>
    auditLogService.getForResource("post", String(at)).catch((error: unknown) => ended.push(codeOf(error))),
  );
  await db.execute(sql`select 1`);
  expect(ended.length).toBeLessThan(reads.length);
  await Promise.all(reads);
  await owner`rollback`;
  expect(limits).toEqual(expect.arrayContaining([...new Set(ended)]));
  expect(ended).toContain(limits[0]);
  expect(ended).toHaveLength(reads.length);
  expect((await auditLogService.getForResource("post", "1")).entries).toEqual([]);
});
