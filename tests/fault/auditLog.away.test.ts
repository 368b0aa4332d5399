import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError, type Receipt } from "@/modules/auditLog/auditLog.types";
import { captureErrors, entry } from "@/tests/integration/auditLogSupport";
import {
  createBusinessTable,
  expectStateChangesOnly,
  soundHealth,
  storedIds,
  tally,
  untilDelivered,
  untilStatus,
} from "./support/delivery";
import { expectEverythingOnce, startLoad } from "./support/load";
import { openProxy } from "./support/proxy";

const awayMs = process.env.FAULTS === "long" ? 30_000 : 3_000;
// Generous: twice what is promised, and more, for a machine that does other things as well.
const boundMs = 6_000;

const proxy = await openProxy(process.env.DATABASE_URL ?? "");
process.env.DATABASE_URL = proxy.url;

beforeAll(createBusinessTable);

it("the database away under load and back: everything is delivered once, in bounded time", async () => {
  const written = captureErrors();
  const load = startLoad(proxy.url);
  await load.pass(100);
  await proxy.goAway();
  await Promise.all([pause(awayMs), load.pass(200)]);
  await untilStatus("degraded");
  await expect(auditLogService.logRequired(entry())).rejects.toThrow(AuditLogError);
  await proxy.comeBack();
  await untilStatus("ok");
  await load.pass(100);
  const slowest = await load.stop();
  await auditLogService.flush();

  expect(await untilDelivered()).toMatchObject({ status: "ok", dead: 0, dropped: 0, spooled: 0 });
  expect(slowest).toBeLessThan(boundMs);
  await expectEverythingOnce(load);
  expect(new Set(load.health.map(({ status }) => status))).toEqual(new Set(["ok", "degraded"]));
  const businessLost = load.businesses.some(({ committed }) => !committed);
  expect(businessLost).toBe(true);
  const lines = written.filter((line) => !line.includes("audit_log.entry_withdrawn"));
  expectStateChangesOnly(lines);
  expect(lines.length).toBeGreaterThan(0);
});

it.each([
  ["nothing answers", () => proxy.hold()],
  ["whoever calls is hung up on", () => proxy.hangUp()],
])("while %s, only the first entries wait: the others go to the spool at once", async (_, begin) => {
  const written = captureErrors();
  begin();
  const first = await auditLogService.log(entry());
  expect(first.status).toBe("spooled");
  const receipts: Receipt[] = [];
  const started = performance.now();
  for (let at = 0; at < 200; at++) receipts.push(await auditLogService.log(entry()));
  // If each waited for the database it would be minutes; what tries again meanwhile is not an entry's call.
  expect(performance.now() - started).toBeLessThan(60_000);
  expect(tally(receipts)).toEqual({ spooled: 200 });
  expect(await soundHealth()).toMatchObject({ status: "degraded", pending: 0 });

  proxy.release("reset");
  await untilStatus("ok");
  const ids = [first, ...receipts].map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);
  expectStateChangesOnly(written);
});

it("what waits when the process lets go is delivered by the next one", async () => {
  await proxy.goAway();
  const receipts = await auditLogService.logMany(Array.from({ length: 50 }, () => entry()));
  expect(tally(receipts)).toEqual({ spooled: 50 });
  await auditLogService.close();
  await proxy.comeBack();
  auditLogService.start();
  await expect
    .poll(soundHealth, { timeout: 30_000 })
    .toMatchObject({ accepted: 50, stored: 50, status: "ok" });
  const ids = receipts.map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);
});

it("flush and close, under load and with the database away, wait for every entry handed over before", async () => {
  const handedOver: Promise<Receipt>[] = [];
  const hand = () => handedOver.push(auditLogService.log(entry()));
  for (let at = 0; at < 300; at++) hand();
  const flushed = auditLogService.flush();
  await proxy.goAway();
  for (let at = 0; at < 300; at++) hand();
  await flushed;
  await auditLogService.close();
  await proxy.comeBack();
  for (let at = 0; at < 10; at++) hand();
  await auditLogService.replaySpool();
  const receipts = await Promise.all(handedOver);
  expect(tally(receipts).dropped ?? 0).toBe(0);
  await untilDelivered();
  const ids = receipts.map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);
});
