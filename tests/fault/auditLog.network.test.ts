import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError, type Receipt } from "@/modules/auditLog/auditLog.types";
import { captureErrors, entry, freshId } from "@/tests/integration/auditLogSupport";
import {
  businessHas,
  createBusinessTable,
  doBusiness,
  eventsIn,
  reasonOf,
  expectStateChangesOnly,
  soundHealth,
  storedIds,
  untilDelivered,
  untilStatus,
} from "./support/delivery";
import { openProxy } from "./support/proxy";

const proxy = await openProxy(process.env.DATABASE_URL ?? "");
process.env.DATABASE_URL = proxy.url;

beforeAll(createBusinessTable);

beforeEach(async () => {
  // Connections that have their statements prepared: the next thing they send is an entry.
  await auditLogService.logMany([entry(), entry(), entry()]);
  await doBusiness(freshId("warm"), (tx) => auditLogService.log(entry(), { tx }));
});

/** Where the network fails: within the statement on its way there, or at the answer, when it has been carried out. */
const points = [
  ["the statement's way there", (text: string) => ({ from: "client", text }) as const],
  ["the answer's way back", () => ({ from: "server", text: "INSERT 0 1" }) as const],
] as const;

describe.each(points)("outside a transaction, on %s", (_, pointOf) => {
  it("the connection is reset: the entry is in the log once", async () => {
    const written = captureErrors();
    const resourceId = freshId("cut");
    const cut = proxy.at(pointOf(resourceId), "cut");
    const [{ status, id }] = await Promise.all([auditLogService.log(entry({ resourceId })), cut]);
    expect(status).toBe("spooled");
    await untilStatus("ok");
    expect(await storedIds([id])).toEqual([id]);
    expectStateChangesOnly(written);
  });

  it("nothing comes through any more: the entry is spooled in time, and in the log once", async () => {
    const resourceId = freshId("held");
    const held = proxy.at(pointOf(resourceId), "hold");
    const [{ status, id }] = await Promise.all([auditLogService.log(entry({ resourceId })), held]);
    expect(status).toBe("spooled");
    expect((await soundHealth()).status).toBe("degraded");
    proxy.release("reset");
    await untilStatus("ok");
    expect(await storedIds([id])).toEqual([id]);
  });

  it("logRequired rejects", async () => {
    const resourceId = freshId("required");
    const cut = proxy.at(pointOf(resourceId), "cut");
    await expect(auditLogService.logRequired(entry({ resourceId }))).rejects.toThrow(AuditLogError);
    await cut;
    await untilStatus("ok");
  });
});

describe("outside a transaction", () => {
  it.each([50, 2_500])("every packet late by %d ms: each entry is in the log once", async (milliseconds) => {
    proxy.delay(milliseconds);
    const receipts: Receipt[] = [];
    for (let at = 0; at < 3; at++) receipts.push(await auditLogService.log(entry()));
    proxy.delay(0);
    await untilStatus("ok");
    const ids = receipts.map(({ id }) => id);
    expect(await storedIds(ids)).toEqual(ids);
  });
});

/** What a transaction comes to, and the entry logged in it. */
async function transact(resourceId: string) {
  const id = freshId("business");
  const logged: Promise<Receipt>[] = [];
  const outcome = await doBusiness(id, async (tx) => {
    logged.push(auditLogService.log(entry({ resourceId }), { tx }));
    await Promise.all(logged);
  }).then(
    () => "committed",
    () => "failed",
  );
  // The transaction may be told of the connection's end before the entry is.
  return { outcome, happened: await businessHas(id), receipts: await Promise.all(logged) };
}

describe("inside a transaction", () => {
  it.each([
    ["the statement's way there", "client" as const],
    ["the answer's way back", "server" as const],
  ])("the connection is reset on %s: entry and business share their fate", async (_, from) => {
    const written = captureErrors();
    const resourceId = freshId("cut");
    const cut = proxy.at({ from, text: from === "client" ? resourceId : "SELECT 1" }, "cut");
    const [{ outcome, happened, receipts }] = await Promise.all([transact(resourceId), cut]);
    expect({ outcome, happened }).toEqual({ outcome: "failed", happened: false });
    expect(receipts.map(({ status }) => status)).toEqual(["dropped"]);
    expect(eventsIn(written).map(({ event, id }) => ({ event, id }))).toEqual([
      { event: "audit_log.entry_withdrawn", id: receipts[0]?.id },
    ]);
    await untilDelivered();
    expect(await storedIds(receipts.map(({ id }) => id))).toEqual([]);
    // One connection's end says nothing of the database: nobody has to log for it to be well again.
    expect((await soundHealth()).status).toBe("ok");
  });

  it("nothing comes through until the connection ends: entry and business share their fate", async () => {
    const resourceId = freshId("held");
    const held = proxy.at({ from: "client", text: resourceId }, "hold");
    const transaction = transact(resourceId);
    await held;
    proxy.release("reset");
    const { outcome, happened, receipts } = await transaction;
    expect({ outcome, happened }).toEqual({ outcome: "failed", happened: false });
    expect(receipts.map(({ status }) => status)).toEqual(["dropped"]);
    await untilDelivered();
    expect(await storedIds(receipts.map(({ id }) => id))).toEqual([]);
  });

  it("the answer to its COMMIT is lost: both are there, though the caller can't know", async () => {
    const cut = proxy.at({ from: "server", text: "COMMIT" }, "cut");
    const [{ outcome, happened, receipts }] = await Promise.all([transact(freshId("cut")), cut]);
    expect({ outcome, happened }).toEqual({ outcome: "failed", happened: true });
    const ids = receipts.map(({ id }) => id);
    expect(await storedIds(ids)).toEqual(ids);
    expect(ids).toHaveLength(1);
  });

  it("logRequired rejects when the connection is reset, and nothing of it is left", async () => {
    const [id, resourceId] = [freshId("business"), freshId("required")];
    const cut = proxy.at({ from: "client", text: resourceId }, "cut");
    const reasons: Promise<unknown>[] = [];
    const required = doBusiness(id, async (tx) => {
      const attempt = auditLogService.logRequired(entry({ resourceId }), { tx });
      reasons.push(reasonOf(attempt));
      await attempt;
    });
    expect(await reasonOf(required)).toBeInstanceOf(Error);
    expect(await Promise.all(reasons)).toEqual([expect.any(AuditLogError)]);
    await cut;
    expect(await businessHas(id)).toBe(false);
  });

  it("every packet late by 100 ms: it is stored", async () => {
    proxy.delay(100);
    const { outcome, receipts } = await transact(freshId("late"));
    proxy.delay(0);
    expect(outcome).toBe("committed");
    expect(receipts.map(({ status }) => status)).toEqual(["stored"]);
  });
});
