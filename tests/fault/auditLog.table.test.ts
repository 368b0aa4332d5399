import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogHealth, Receipt } from "@/modules/auditLog/auditLog.types";
import { captureErrors, connect } from "@/tests/integration/auditLogSupport";
import { patience } from "@/tests/setup/patience";
import {
  countOf,
  createBusinessTable,
  eventsIn,
  expectStateChangesOnly,
  since,
  soundHealth,
  storedIds,
  untilDelivered,
} from "./support/delivery";
import { canary, expectRequiredRefused, inCommitted, logEverywhere, telltale } from "./support/everyCall";
import { tableFaults, type TableFault } from "./support/tableFaults";

beforeAll(createBusinessTable);

type Logged = Awaited<ReturnType<typeof logEverywhere>> & { required: string[] };

/** Every call under the fault: each is bounded, business goes on, and nothing is lost. */
async function logUnder(fault: TableFault): Promise<Logged> {
  const { happened, undone } = await logEverywhere();
  expect([...happened, ...undone].map(({ status }) => status)).toEqual(Array(5).fill("spooled"));
  const required = await expectRequiredRefused(fault);
  expect(fault.codes).toContain((await soundHealth()).lastError?.code);
  return { happened, undone, required };
}

/** Causes the fault; answers with what mends it, at the test's end at the latest. */
async function cause(fault: TableFault): Promise<() => Promise<void>> {
  const owner = connect();
  await owner.unsafe(fault.cause);
  let isMended = false;
  const mend = async () => {
    if (!isMended) await owner.unsafe(fault.repair);
    isMended = true;
  };
  onTestFinished(mend);
  return mend;
}

/** Afterwards the log has what happened, once, and nothing of what did not; and it works as ever. */
async function expectOnlyHappened(before: AuditLogHealth, { happened, undone, required }: Logged) {
  const nothingLeft = { spooled: 0, dead: 0, dropped: 0 };
  expect(since(before, await untilDelivered())).toEqual({ accepted: 3, stored: 3, ...nothingLeft });
  expect(await storedIds([...happened, ...undone].map(({ id }) => id))).toEqual(idsOf(happened));
  expect(await Promise.all(required.map(countOf))).toEqual([0, 0]);
  expect((await soundHealth()).status).toBe("ok");
  const now = [await auditLogService.log(telltale()), await inCommitted()];
  expect(now.map(({ status }) => status)).toEqual(["stored", "stored"]);
}

function idsOf(receipts: Receipt[]): string[] {
  return receipts.map(({ id }) => id);
}

const mending = tableFaults.filter(({ effect }) => effect !== "refuses");
const refusing = tableFaults.filter(({ effect }) => effect === "refuses");

describe.each(mending)("with $name", (fault) => {
  it("entries wait, business goes on, and what happened is delivered once it is mended", async () => {
    const written = captureErrors();
    const before = await untilDelivered();
    const mend = await cause(fault);
    const logged = await logUnder(fault);
    const { spooled, ...health } = await soundHealth();
    // What did not happen may be withdrawn already.
    expect(spooled).toBeGreaterThanOrEqual(logged.happened.length);
    expect(health).toMatchObject({ dead: 0, dropped: 0, status: "degraded" });
    await mend();
    await expectOnlyHappened(before, logged);
    expect(written.join("\n")).not.toContain(canary);
    expectStateChangesOnly(written);
    expect(written.length > 0).toBe(fault.effect === "isAway");
  });
});

describe.each(refusing)("with $name", (fault) => {
  it("entries become dead letters, business goes on, and they are delivered when handed over again", async () => {
    const written = captureErrors();
    const before = await untilDelivered();
    const mend = await cause(fault);
    const logged = await logUnder(fault);
    await expect.poll(soundHealth, patience).toMatchObject({ spooled: 0, dead: 3, status: "degraded" });
    const letters = await auditLogService.deadLetters();
    expect(letters.map(({ record }) => record?.entry.id)).toEqual(idsOf(logged.happened));
    await mend();
    expect(await auditLogService.replayDeadLetters()).toMatchObject({ stored: 3, dead: 0 });
    await expectOnlyHappened(before, logged);
    expect(written.join("\n")).not.toContain(canary);
    const events = new Set(eventsIn(written).map(({ event }) => event));
    expect(events).toEqual(new Set(["audit_log.spool_alert"]));
  });
});
