import { describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { entry, freshId, isStored, logAnything, rowOf } from "./auditLogSupport";

class RolledBack extends Error {}

function millisecondsIn(id: string): number {
  return Number.parseInt(id.replace("-", "").slice(0, 12), 16);
}

describe("in a transaction", () => {
  it("commits with it, as part of it", async () => {
    const { receipt, txid } = await db.transaction(async (tx) => {
      const [row] = await tx.execute<{ txid: string }>(sql`select pg_current_xact_id()::text as txid`);
      const receipt = await auditLogService.log(entry(), { tx });
      expect(await isStored(receipt.id)).toBe(false);
      return { receipt, txid: row?.txid };
    });
    expect(receipt.status).toBe("stored");
    expect(await rowOf(receipt.id)).toMatchObject({ txid });
  });

  it("rolls back with it; an entry logged without it survives", async () => {
    const ids: string[] = [];
    const rolledBack = db.transaction(async (tx) => {
      ids.push((await auditLogService.log(entry(), { tx })).id, (await auditLogService.log(entry())).id);
      throw new RolledBack();
    });
    await expect(rolledBack).rejects.toThrow(RolledBack);
    expect(await Promise.all(ids.map(isStored))).toEqual([false, true]);
  });

  it("keeps what a savepoint keeps", async () => {
    const ids: string[] = [];
    await db.transaction(async (tx) => {
      const inner = tx.transaction(async (savepoint) => {
        ids.push((await auditLogService.log(entry(), { tx: savepoint })).id);
        throw new RolledBack();
      });
      await expect(inner).rejects.toThrow(RolledBack);
      ids.push((await auditLogService.log(entry(), { tx })).id);
    });
    expect(await Promise.all(ids.map(isStored))).toEqual([false, true]);
  });
});

describe("who did it", () => {
  const actor = { type: "user", id: "u1", name: "Ana", organizationId: "acme" } as const;

  it("takes the actor's snapshot, the impersonator and the tenant", async () => {
    const impersonator = { id: "u9", name: "Root" };
    const { id } = await auditLogService.log(entry({ actor: { ...actor, impersonator } }));
    expect(await rowOf(id)).toMatchObject({
      actor_type: "user",
      actor_id: "u1",
      actor_name: "Ana",
      impersonator_id: "u9",
      impersonator_name: "Root",
      organization_id: "acme",
      outcome: "success",
    });
  });

  it.each([
    ["the short form is a user", { actorId: "u2" }, { actor_type: "user", actor_id: "u2" }],
    ["neither is the system", {}, { actor_type: "system", actor_id: null, organization_id: "" }],
    ["null is the platform", { actor, organizationId: null }, { organization_id: "", actor_id: "u1" }],
    ["a tenant of its own", { actor, organizationId: "other" }, { organization_id: "other" }],
    ["anonymous", { actor: { type: "anonymous" as const, id: null } }, { actor_type: "anonymous" }],
  ])("%s", async (_name, given, stored) => {
    const { id } = await auditLogService.log(entry(given));
    expect(await rowOf(id)).toMatchObject(stored);
  });

  it("knows no address, agent nor request outside of one", async () => {
    const { id } = await auditLogService.log(entry());
    expect(await rowOf(id)).toMatchObject({ ip: null, user_agent: null, request_id: null });
  });
});

describe("when it happened", () => {
  it("is the instant inside the id", async () => {
    const before = Date.now();
    const { id } = await auditLogService.log(entry());
    const { created_at: createdAt } = await rowOf(id);
    expect(millisecondsIn(id)).toBeGreaterThanOrEqual(before);
    expect(new Date(String(createdAt)).getTime()).toBe(millisecondsIn(id));
  });

  it.each([
    ["2019-05-05T05:05:05.005Z", "2019-05-05T05:05:05.005Z", "audit_logs_default"],
    ["1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "audit_logs_default"],
    ["-271821-04-20T00:00:00.000Z", "1970-01-01T00:00:00.000Z", "audit_logs_default"],
    ["+275760-09-13T00:00:00.000Z", "9999-12-31T00:00:00.000Z", "audit_logs_default"],
  ])("dated %s it is stored as of %s", async (given, stored, partition) => {
    const receipt = await auditLogService.log(entry({ occurredAt: new Date(given) }));
    const row = await rowOf(receipt.id);
    expect(new Date(String(row.created_at)).toISOString()).toBe(stored);
    expect(millisecondsIn(receipt.id)).toBe(Date.parse(stored));
    expect(row.partition).toBe(partition);
    expect(new Date(String(row.recorded_at)).getTime()).toBeGreaterThan(Date.parse("2026-01-01"));
  });

  it.each([
    ["invalid", new Date(Number.NaN)],
    ["text", "2020-01-01"],
    ["a number", 0],
    ["null", null],
    ["a date's proxy", new Proxy(new Date(0), {})],
    ["a date's child", Object.create(new Date(0))],
  ])("is now where the date is none: %s", async (_name, occurredAt: unknown) => {
    const before = Date.now();
    const { id, status } = await logAnything({ ...entry(), occurredAt });
    expect(status).toBe("stored");
    expect(millisecondsIn(id)).toBeGreaterThanOrEqual(before);
  });

  it("follows the clock of a backfill, and keeps the order within its instants", async () => {
    const at = new Date("2024-02-29T12:00:00Z");
    const ids = await auditLogService.occurringAt(at, async () => {
      const made: string[] = [];
      for (let count = 0; count < 20; count++) made.push((await auditLogService.log(entry())).id);
      return made;
    });
    expect(ids.map(millisecondsIn)).toEqual(ids.map(() => at.getTime()));
    expect(ids.toSorted()).toEqual(ids);
    expect(millisecondsIn((await auditLogService.log(entry())).id)).toBeGreaterThan(at.getTime());
  });

  it("orders entries by when they were logged, also within a millisecond", async () => {
    const receipts = await Promise.all(Array.from({ length: 200 }, () => auditLogService.log(entry())));
    const ids = receipts.map(({ id }) => id);
    expect(new Set(ids.map(millisecondsIn)).size).toBeLessThan(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });
});

describe("related resources", () => {
  it("are kept once each, a thousand at most, and stand in their feeds", async () => {
    const [post, project] = [freshId("post"), freshId("project")];
    const many = Array.from({ length: 1_200 }, (_, at) => ({ type: "tag", id: `${project}-${at}` }));
    const same = Array.from({ length: 30 }, () => ({ type: "project", id: project }));
    const { id } = await auditLogService.log(entry({ resourceId: post, related: [...same, ...many] }));
    const rows = await db.execute(sql`select 1 from audit_log_related where id = ${id}`);
    expect(rows).toHaveLength(1_000);
    expect((await auditLogService.getForResource("project", project)).entries.map((each) => each.id)).toEqual(
      [id],
    );
  });

  it("that are the resource itself do not double the entry", async () => {
    const post = freshId("post");
    await auditLogService.log(entry({ resourceId: post, related: [{ type: "post", id: post }] }));
    expect((await auditLogService.getForResource("post", post)).entries).toHaveLength(1);
  });

  it("of ids as long as can be are indexed", async () => {
    const incompressible = (length: number) =>
      Array.from({ length }, () => String.fromCharCode(0x3400 + Math.floor(Math.random() * 20_000))).join("");
    const [type, id, organizationId] = [incompressible(300), incompressible(600), incompressible(600)];
    const receipt = await auditLogService.log(
      entry({ resourceType: type, resourceId: id, organizationId, related: [{ type, id: `other${id}` }] }),
    );
    expect(receipt.status).toBe("stored");
    const page = await auditLogService.getForResource(type, id, { organizationId });
    expect(page.entries.map((each) => each.id)).toEqual([receipt.id]);
    const other = await auditLogService.getForResource(type, `other${id}`, { organizationId });
    expect(other.entries.map((each) => each.id)).toEqual([receipt.id]);
  });
});

it("stores an entry once however often it is delivered", async () => {
  const { id } = await auditLogService.log(entry({ related: [{ type: "project", id: freshId() }] }));
  const [stored] = await db.execute<{ again: string }>(sql`
    select json_build_array(to_jsonb(a) || '{"action": "other.action", "related": [{"type": "project", "id": "1"}]}')::text
      as again from audit_logs a where id = ${id}`);
  const [answer] = await db.execute(sql`select audit_log_insert(${stored?.again}) as state`);
  expect(answer).toEqual({ state: null });
  expect(await rowOf(id)).toMatchObject({ action: "post.updated" });
});
