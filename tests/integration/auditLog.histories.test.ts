import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { makeId } from "@/modules/auditLog/capture/id";
import { entry, freshId, logAnything } from "./auditLogSupport";

const idsOf = ({ entries }: AuditLogPage) => entries.map(({ id }) => id);

function as(id: string, impersonator?: string) {
  const behind = impersonator ? { impersonator: { id: impersonator, name: "Behind" } } : {};
  return { actor: { type: "user" as const, id, name: `Name of ${id}`, ...behind } };
}

async function log(change: Parameters<typeof entry>[0]): Promise<string> {
  return (await auditLogService.log(entry(change))).id;
}

describe("an actor's history", () => {
  it("holds what they did, did as others, and had done in their name, or one of these", async () => {
    const [ana, bo] = [freshId("ana"), freshId("bo")];
    const own = await log(as(ana));
    const asBo = await log(as(bo, ana));
    const byBo = await log(as(ana, bo));
    await log(as(bo));
    await log(as(freshId("else"), bo));
    const read = async (part?: "own" | "as_others" | "by_others") =>
      idsOf(await auditLogService.getForActor(ana, { part }));
    expect(await read()).toEqual([byBo, asBo, own]);
    expect(await read("own")).toEqual([own]);
    expect(await read("as_others")).toEqual([asBo]);
    expect(await read("by_others")).toEqual([byBo]);
  });

  it("is summed up: first, last, and what occurs most, in one tenant or in all", async () => {
    const [ana, acme, fjord] = [freshId("ana"), freshId("acme"), freshId("fjord")];
    const at = (day: number) => ({ occurredAt: new Date(Date.UTC(2026, 9, day)) });
    await log({ ...as(ana), organizationId: acme, ...at(1) });
    await log({ ...as(ana), organizationId: acme, ...at(2) });
    await logAnything({
      ...entry({ ...as(ana), organizationId: fjord, ...at(3) }),
      action: "old.thing_done",
    });
    const summarize = (organizationId: string | null) =>
      auditLogService.summarizeActor(
        organizationId === null ? { allOrganizations: true } : { organizationId },
        {
          actorId: ana,
          viewer: "admin",
        },
      );
    expect(await summarize(null)).toEqual({
      first: at(1).occurredAt,
      last: at(3).occurredAt,
      counted: 3,
      isPartial: false,
      actions: [
        { value: "post.updated", name: null, entries: 2 },
        { value: "old.thing_done", name: null, entries: 1 },
      ],
      actors: [{ value: ana, name: `Name of ${ana}`, entries: 3 }],
      addresses: [],
    });
    expect(await summarize(acme)).toMatchObject({ last: at(2).occurredAt, counted: 2 });
    expect(await summarize("nobody's")).toEqual({
      first: null,
      last: null,
      counted: 0,
      isPartial: false,
      actions: [],
      actors: [],
      addresses: [],
    });
  });
});

it("tells of addresses that the actor used, not of those who acted in their name", async () => {
  const [ana, bo] = [freshId("ana"), freshId("bo")];
  const insert = (actor: string, impersonator: string | null, ip: string) =>
    db.execute(sql`insert into audit_logs
      (id, actor_type, actor_id, impersonator_id, action, resource_type, resource_id, ip, created_at)
      values (${makeId().id}, 'user', ${actor}, ${impersonator}, 'post.updated', 'post', '1', ${ip}, now())`);
  await insert(ana, null, "203.0.113.1");
  await insert(bo, ana, "203.0.113.2");
  await insert(ana, bo, "203.0.113.3");
  const { addresses } = await auditLogService.summarizeActor(
    { allOrganizations: true },
    { actorId: ana, viewer: "operator" },
  );
  expect(addresses.map(({ value }) => value)).toEqual(["203.0.113.1", "203.0.113.2"]);
});

describe("a resource's history", () => {
  it("is summed up with who acted on it, by their newest names", async () => {
    const resourceId = freshId("post");
    await log({ resourceId, actor: { type: "user", id: "ana", name: "Ana" } });
    await log({ resourceId, actor: { type: "user", id: "ana", name: "Ana Silva" } });
    await log({ resourceId, actor: { type: "user", id: "bo", name: "Bo" } });
    await log({ related: [{ type: "post", id: resourceId }] });
    const summary = await auditLogService.summarizeResource(
      { allOrganizations: true },
      { resourceType: "post", resourceId },
    );
    expect(summary.actors).toEqual([
      { value: "ana", name: "Ana Silva", entries: 2 },
      { value: "bo", name: "Bo", entries: 1 },
    ]);
    expect(summary.counted).toBe(3);
  });
});

describe("one entry", () => {
  it("is there for its tenant and for those who see all", async () => {
    const organizationId = freshId("org");
    const id = await log({ organizationId });
    const found = { id, organizationId };
    expect(await auditLogService.getEntry({ organizationId }, { id })).toMatchObject(found);
    expect(await auditLogService.getEntry({ organizationId }, { id: id.toUpperCase() })).toMatchObject(found);
    expect(await auditLogService.getEntry({ allOrganizations: true }, { id })).toMatchObject(found);
    for (const scope of [{ organizationId: "other" }, { organizationId: null }])
      expect(await auditLogService.getEntry(scope, { id })).toBeNull();
  });

  it.each(["", "x", "\0", "0191", "ffffffff-ffff-ffff-ffff-ffffffffffff", "' or true --", "%"])(
    "is not there by the id %j",
    async (id) => {
      expect(await auditLogService.getEntry({ allOrganizations: true }, { id })).toBeNull();
    },
  );
});
