import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError, type Receipt } from "@/modules/auditLog/auditLog.types";
import { captureErrors, connect, entry, freshId } from "@/tests/integration/auditLogSupport";
import { patience } from "@/tests/setup/patience";
import { runAudit } from "./support/command";
import {
  businessHas,
  countOf,
  createBusinessTable,
  doBusiness,
  eventsIn,
  expectStateChangesOnly,
  ignoreUndo,
  soundHealth,
  storedIds,
  tally,
  Undo,
  untilDelivered,
} from "./support/delivery";
import { openProxy } from "./support/proxy";
import { breakSpool } from "./support/spoolFolder";

const databaseUrl = process.env.DATABASE_URL ?? "";
const proxy = await openProxy(databaseUrl);
process.env.DATABASE_URL = proxy.url;
process.env.AUDIT_LOG_SPOOL_MAX_MB = "1";
const capBytes = 2 ** 20;

beforeAll(createBusinessTable);

// Each with counts of its own, and with the folder made.
beforeEach(async () => {
  await auditLogService.close();
});

async function lockLog() {
  const owner = connect();
  await owner.unsafe("begin; lock table audit_logs in access exclusive mode");
  return { release: () => owner.unsafe("rollback") };
}

/** The lines that tell of dropped entries, one for each of these receipts. */
function droppedLines(written: string[], receipts: Receipt[]): string[] {
  const lines = written.filter((line) => line.includes("audit_log.entry_dropped"));
  expect(eventsIn(lines).map(({ id }) => id)).toEqual(receipts.map(({ id }) => id));
  expect(tally(receipts)).toEqual({ dropped: receipts.length });
  return lines;
}

async function expectTakenBack(lines: string[], receipts: Receipt[]): Promise<void> {
  const ids = receipts.map(({ id }) => id);
  expect(await storedIds(ids)).toEqual([]);
  const once = await runAudit(["replay"], { input: `${lines.join("\n")}\n`, databaseUrl });
  expect(once).toMatchObject({ code: 0, stderr: "" });
  expect(await storedIds(ids)).toEqual(ids);
}

describe("with the spool's path unwritable", () => {
  it("and the database there, entries are stored as ever", async () => {
    await breakSpool();
    const id = freshId("business");
    const receipts = [
      await auditLogService.log(entry()),
      await doBusiness(id, (tx) => auditLogService.log(entry(), { tx })),
    ];
    expect(tally(receipts)).toEqual({ stored: 2 });
    expect(await soundHealth()).toMatchObject({ status: "ok", stored: 2, accepted: 2 });
  });

  it("and the log locked, business goes on; what it could not record is on stderr, and can be taken back", async () => {
    const written = captureErrors();
    const mend = await breakSpool();
    const lock = await lockLog();
    const [committed, undone, required] = [freshId("committed"), freshId("undone"), freshId("required")];
    const receipts = [
      await doBusiness(committed, (tx) => auditLogService.log(entry(), { tx })),
      await auditLogService.log(entry()),
    ];
    const rolledBack: Receipt[] = [];
    await doBusiness(undone, async (tx) => {
      rolledBack.push(await auditLogService.log(entry(), { tx }));
      throw new Undo();
    }).catch(ignoreUndo);
    await expect(
      doBusiness(required, (tx) => auditLogService.logRequired(entry({ resourceId: required }), { tx })),
    ).rejects.toThrow(AuditLogError);
    expect(await businessHas(committed)).toBe(true);
    expect(await businessHas(required)).toBe(false);
    expect(await soundHealth()).toMatchObject({ status: "failing", dropped: 3, accepted: 3, spooled: 0 });
    await lock.release();
    await mend();

    const lines = droppedLines(written, [...receipts, ...rolledBack]);
    await expectTakenBack(lines, receipts);
    expect(await storedIds(rolledBack.map(({ id }) => id))).toEqual([]);
    expect(await countOf(required)).toBe(0);
    expect((await auditLogService.log(entry())).status).toBe("stored");
  });

  it("and the database away, each entry is one line on stderr, which can be taken back, once", async () => {
    const written = captureErrors();
    const mend = await breakSpool();
    await proxy.goAway();
    const receipts = await Promise.all(Array.from({ length: 20 }, () => auditLogService.log(entry())));
    receipts.push(...(await auditLogService.logMany([entry(), entry()])));
    await expect(auditLogService.logRequired(entry())).rejects.toThrow(AuditLogError);
    const health = await soundHealth();
    expect(health).toMatchObject({ status: "failing", accepted: 22, dropped: 22, spooled: 0, stored: 0 });
    expect(health.lastError?.code).toMatch(/^E[A-Z]+$/);
    await proxy.comeBack();
    await mend();

    const ids = receipts.map(({ id }) => id).toSorted();
    const lines = written.filter((line) => line.includes("audit_log.entry_dropped"));
    expect(eventsIn(lines).map(({ id }) => id)).toHaveLength(ids.length);
    await expectTakenBack([...lines, "a line of somebody else's", ...lines], receipts);
    const others = written.filter((line) => !line.includes("audit_log.entry_dropped"));
    expectStateChangesOnly(others);
  });
});

describe("with the spool full", () => {
  const large = () => entry({ changes: { text: { from: null, to: "x".repeat(20_000) } } });

  it("what fits is delivered, what does not is on stderr, and there is a warning well before", async () => {
    const written = captureErrors();
    await proxy.goAway();
    const receipts: Receipt[] = [];
    while ((tally(receipts).dropped ?? 0) < 3) receipts.push(await auditLogService.log(large()));
    const spooled = receipts.filter(({ status }) => status === "spooled");
    const dropped = receipts.filter(({ status }) => status === "dropped");
    expect(spooled.length).toBeGreaterThan(10);
    const full = await soundHealth();
    expect(full).toMatchObject({
      status: "failing",
      spooled: spooled.length,
      dropped: 3,
      lastError: { code: "SPOOL_FULL" },
      spool: { maxBytes: capBytes },
    });
    expect(full.spool.bytes).toBeLessThanOrEqual(capBytes);
    const events = eventsIn(written).map(({ event }) => event);
    expect(events.filter((event) => event === "audit_log.spool_alert")).toHaveLength(1);
    expect(events.indexOf("audit_log.spool_alert")).toBeLessThan(events.indexOf("audit_log.entry_dropped"));

    await proxy.comeBack();
    await untilDelivered();
    const ids = spooled.map(({ id }) => id);
    expect(await storedIds(ids)).toEqual(ids);
    droppedLines(written, dropped);
    await expect.poll(soundHealth, patience).toMatchObject({ spooled: 0, spool: { bytes: 0 } });
    expect((await auditLogService.log(large())).status).toBe("stored");
  });

  it("a transaction goes on, and what finds no room is on stderr", async () => {
    const written = captureErrors();
    const lock = await lockLog();
    const receipts: Receipt[] = [];
    const id = freshId("business");
    await doBusiness(id, async (tx) => {
      receipts.push(...(await auditLogService.logMany(Array.from({ length: 200 }, large), { tx })));
    });
    expect(await businessHas(id)).toBe(true);
    expect((await soundHealth()).status).toBe("failing");
    await lock.release();
    await untilDelivered();
    const kept = receipts.filter(({ status }) => status === "spooled");
    expect(kept.length).toBeGreaterThan(10);
    expect(await storedIds(kept.map((receipt) => receipt.id))).toHaveLength(kept.length);
    const dropped = receipts.filter(({ status }) => status === "dropped");
    droppedLines(written, dropped);
  });
});
