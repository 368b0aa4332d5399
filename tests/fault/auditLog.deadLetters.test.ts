import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError } from "@/modules/auditLog/auditLog.types";
import { captureErrors, entry, freshId } from "@/tests/integration/auditLogSupport";
import { patience } from "@/tests/setup/patience";
import {
  businessHas,
  createBusinessTable,
  doBusiness,
  eventsIn,
  reasonOf,
  soundHealth,
  storedIds,
  untilDelivered,
} from "./support/delivery";

const violation = "23514";
const poison = () => entry({ resourceName: "poison" });

beforeAll(createBusinessTable);

beforeEach(async () => {
  await db.execute(
    sql`alter table audit_logs add constraint no_poison check (resource_name <> 'poison') not valid`,
  );
  return mendIfNeeded;
});

async function mend(): Promise<void> {
  await db.execute(sql`alter table audit_logs drop constraint no_poison`);
}

async function mendIfNeeded(): Promise<void> {
  await db.execute(sql`alter table audit_logs drop constraint if exists no_poison`);
  await auditLogService.replayDeadLetters();
  await untilDelivered();
}

async function untilDead(count: number): Promise<void> {
  await expect.poll(soundHealth, patience).toMatchObject({ spooled: 0, dead: count, status: "degraded" });
}

async function deadIds(): Promise<(string | undefined)[]> {
  return (await auditLogService.deadLetters()).map(({ record }) => record?.entry.id);
}

/** The others stand in the table, the bad one becomes a dead letter, and is stored once it may be. */
async function expectOthersStored(ids: string[], bad: number): Promise<void> {
  const badId = ids[bad] ?? "";
  expect(await storedIds(ids)).toEqual(ids.filter((id) => id !== badId));
  await untilDead(1);
  expect(await auditLogService.deadLetters()).toMatchObject([
    { code: violation, record: { entry: { id: badId } } },
  ]);
  expect(await auditLogService.replayDeadLetters()).toMatchObject({ stored: 0, dead: 1 });
  expect(await deadIds()).toEqual([badId]);
  await untilDead(1);
  await mend();
  expect(await auditLogService.replayDeadLetters()).toMatchObject({ stored: 1, dead: 0 });
  expect(await storedIds(ids)).toEqual(ids);
  expect(await deadIds()).toEqual([]);
  expect(await soundHealth()).toMatchObject({ status: "ok", dead: 0, dropped: 0 });
}

const bad = 7;
const inputs = () => Array.from({ length: 20 }, (_, at) => (at === bad ? poison() : entry()));
const expected = Array.from({ length: 20 }, (_, at) => (at === bad ? "spooled" : "stored"));

it("one entry of many concurrent calls is refused: the others are stored", async () => {
  const written = captureErrors();
  const receipts = await Promise.all(inputs().map((input) => auditLogService.log(input)));
  expect(receipts.map(({ status }) => status)).toEqual(expected);
  await expectOthersStored(
    receipts.map(({ id }) => id),
    bad,
  );
  const events = eventsIn(written);
  expect(new Set(events.map(({ event }) => event))).toEqual(new Set(["audit_log.spool_alert"]));
});

it("one entry of logMany is refused: the receipts stand in the order of the entries", async () => {
  const given = inputs();
  const receipts = await auditLogService.logMany(given);
  expect(receipts.map(({ status }) => status)).toEqual(expected);
  const ids = receipts.map(({ id }) => id);
  await expectOthersStored(ids, bad);
  const rows = await db.execute<{ id: string; resource_id: string }>(
    sql`select id, resource_id from audit_logs where id = any(${sql.param(`{${ids.join(",")}}`)}::uuid[])`,
  );
  const resources = new Map(rows.map((row) => [row.id, row.resource_id]));
  expect(ids.map((id) => resources.get(id))).toEqual(given.map(({ resourceId }) => resourceId));
});

it("one entry of logMany in a transaction is refused: the others commit with it", async () => {
  const id = freshId("business");
  const receipts = await doBusiness(id, (tx) => auditLogService.logMany(inputs(), { tx }));
  expect(await businessHas(id)).toBe(true);
  expect(receipts.map(({ status }) => status)).toEqual(expected);
  await expectOthersStored(
    receipts.map((receipt) => receipt.id),
    bad,
  );
});

it("logRequired rejects for the refused entry alone, whatever comes with it", async () => {
  const [business, canary] = [freshId("business"), freshId("required")];
  const refused = reasonOf(auditLogService.logRequired(poison()));
  const required = Array.from({ length: 5 }, () => auditLogService.logRequired(entry()));
  const inside = doBusiness(business, (tx) =>
    auditLogService.logRequired({ ...poison(), resourceId: canary }, { tx }),
  );
  await expect(inside).rejects.toBeInstanceOf(AuditLogError);
  expect(await refused).toMatchObject({ name: "AuditLogError", code: violation });
  expect(await businessHas(business)).toBe(false);
  const ids = (await Promise.all(required)).map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);
  expect(await untilDelivered()).toMatchObject({ dead: 0 });
  expect(await auditLogService.replaySpool()).toMatchObject({ stored: 0, dead: 0 });
});

it("dead letters outlast the process, and the next one shows and counts them", async () => {
  const { id } = await auditLogService.log(poison());
  await untilDead(1);
  await auditLogService.close();

  await expect.poll(soundHealth, patience).toMatchObject({ dead: 1, status: "degraded", stored: 0 });
  expect(await deadIds()).toEqual([id]);
  await mend();
  expect(await auditLogService.replayDeadLetters()).toMatchObject({ stored: 1 });
  expect(await storedIds([id])).toEqual([id]);
  await expect.poll(soundHealth, patience).toMatchObject({ dead: 0, stored: 1, status: "ok" });
});
