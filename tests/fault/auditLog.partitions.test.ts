import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError } from "@/modules/auditLog/auditLog.types";
import { captureErrors, entry, freshId, rowOf } from "@/tests/integration/auditLogSupport";
import { patience } from "@/tests/setup/patience";
import {
  businessHas,
  createBusinessTable,
  doBusiness,
  eventsIn,
  soundHealth,
  storedIds,
  tally,
  untilDelivered,
} from "./support/delivery";

const parents = ["audit_logs", "audit_log_related"];
const thisMonth = new Date().toISOString().slice(0, 7).replace("-", "_");

beforeAll(async () => {
  await createBusinessTable();
  await detach(thisMonth);
});

async function detach(suffix: string): Promise<void> {
  for (const parent of parents) {
    await db.execute(sql.raw(`alter table ${parent} detach partition ${parent}_${suffix}`));
  }
}

async function attachDefault(): Promise<void> {
  for (const parent of parents) {
    await db.execute(sql.raw(`alter table ${parent} attach partition ${parent}_default default`));
  }
}

/** One of each: outside, in a transaction that commits, and three at once. */
async function logSome() {
  const related = [{ type: "project", id: "p1" }];
  const id = freshId("business");
  const receipts = [
    await auditLogService.log(entry({ related })),
    await doBusiness(id, (tx) => auditLogService.log(entry({ related }), { tx })),
    ...(await auditLogService.logMany([entry(), entry({ related }), entry()])),
  ];
  expect(await businessHas(id)).toBe(true);
  return receipts;
}

it("where the month's partition is missing, the default partition takes the entries", async () => {
  const receipts = await logSome();
  expect(tally(receipts)).toEqual({ stored: 5 });
  for (const { id } of receipts) expect(await rowOf(id)).toMatchObject({ partition: "audit_logs_default" });
});

it("where the default partition is missing too, entries wait on disk: nothing is wrong with them", async () => {
  const written = captureErrors();
  await detach("default");
  const receipts = await logSome();
  expect(tally(receipts)).toEqual({ spooled: 5 });
  await expect(auditLogService.logRequired(entry())).rejects.toThrow(AuditLogError);
  // Handed over at least once more: what is refused for its own sake would be a dead letter by now.
  await auditLogService.replaySpool();
  await auditLogService.replaySpool();
  expect(await soundHealth()).toMatchObject({ spooled: 5, dead: 0, dropped: 0, status: "degraded" });
  await attachDefault();

  await expect.poll(soundHealth, patience).toMatchObject({ spooled: 0, dead: 0, status: "ok" });
  await untilDelivered();
  const ids = receipts.map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);
  expect(eventsIn(written)).toEqual([]);
});
