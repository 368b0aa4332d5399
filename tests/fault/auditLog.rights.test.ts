import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError, type Receipt } from "@/modules/auditLog/auditLog.types";
import { captureErrors, entry, freshId } from "@/tests/integration/auditLogSupport";
import {
  businessHas,
  countOf,
  doBusiness,
  eventsIn,
  expectStateChangesOnly,
  soundHealth,
  storedIds,
  tally,
  untilDelivered,
} from "./support/delivery";

// The application is a role of its own here, with the log's grants and its own table.
const ownerUrl = new URL(process.env.DATABASE_URL ?? "");
const role = `app_${randomBytes(6).toString("hex")}`;
process.env.DATABASE_URL = Object.assign(new URL(ownerUrl), { username: role }).href;
const owner = postgres(ownerUrl.href, { max: 1, onnotice: () => {} });

beforeAll(async () => {
  await owner.unsafe(`create role ${role} login password '${ownerUrl.password}';
    create table business (id text primary key);
    grant select, insert on business to ${role}`);
  await grant();
});

afterAll(async () => {
  await owner.unsafe(`drop owned by ${role}; drop role ${role}`);
  await owner.end();
});

async function grant(): Promise<void> {
  await owner`select audit_log_grant(${role})`;
}

async function expectDelivered(receipts: Receipt[]): Promise<void> {
  expect(await untilDelivered()).toMatchObject({ dead: 0, dropped: 0, status: "ok" });
  const ids = receipts.map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);
}

describe("with the right taken away", () => {
  it.each([
    ["to insert entries", "audit_logs"],
    ["to insert related resources", "audit_log_related"],
  ])("%s, they wait until it is granted again", async (_, table) => {
    const written = captureErrors();
    await owner.unsafe(`revoke insert on ${table} from ${role}`);
    const related = [{ type: "project", id: "p1" }];
    const [business, required] = [freshId("business"), freshId("required")];
    const inside = await doBusiness(business, (tx) => auditLogService.log(entry({ related }), { tx }));
    const receipts = [inside, ...(await auditLogService.logMany([entry({ related }), entry({ related })]))];
    expect(tally(receipts)).toEqual({ spooled: 3 });
    expect(await businessHas(business)).toBe(true);

    const refused = doBusiness(required, (tx) =>
      auditLogService.logRequired(entry({ resourceId: required, related }), { tx }),
    );
    await expect(refused).rejects.toThrow(AuditLogError);
    await expect(refused).rejects.toMatchObject({ code: "42501" });
    expect(await businessHas(required)).toBe(false);
    expect(await soundHealth()).toMatchObject({
      status: "degraded",
      spooled: 3,
      lastError: { code: "42501" },
    });
    await grant();
    await expectDelivered(receipts);
    expect(await countOf(required)).toBe(0);
    expect(eventsIn(written)).toEqual([]);
  });

  it("to log in, they wait until it may again", async () => {
    const written = captureErrors();
    await owner.unsafe(`alter role ${role} nologin`);
    await owner`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${role}`;
    const receipts: Receipt[] = [];
    for (let at = 0; at < 10; at++) receipts.push(await auditLogService.log(entry()));
    expect(tally(receipts)).toEqual({ spooled: 10 });
    await expect(auditLogService.logRequired(entry())).rejects.toThrow(AuditLogError);
    expect((await soundHealth()).status).toBe("degraded");
    await owner.unsafe(`alter role ${role} login`);
    await expectDelivered(receipts);
    expectStateChangesOnly(written);
  });
});
