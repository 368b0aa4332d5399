import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { filterOf, is } from "./planFilters";
import { excess, narrow, readingsOf, type Mode } from "./planSupport";

vi.hoisted(() => vi.resetModules());
vi.mock("postgres", async (load) => (await import("./planRecorder")).recording(await load()));

const rows = 60_000;
const person = "0191a000-0000-7000-8000-00000000000a";

// Of one person and one resource thousands of entries, all of them another tenant's; as many of others.
beforeAll(async () => {
  await db.execute(sql`
    with made as (
      select n, now() - n * interval '90 days' / ${rows} as at, n % 4 = 0 as busy from generate_series(1, ${rows}) n)
    insert into audit_logs (id, organization_id, actor_type, actor_id, impersonator_id, action, resource_type,
      resource_id, created_at)
    select overlay(audit_log_first_id(at)::text placing '7001-8000-' || lpad(to_hex(n), 12, '0') from 15)::uuid,
      case when busy or n % 4 = 1 then 'foreign' else 'own' end, 'user',
      case when busy and n % 8 = 0 then ${person} else 'u' || n % 300 end,
      case when busy and n % 8 = 4 then ${person} end,
      'post.updated', 'user', case when busy then 'unknown' else 'r' || n % 5000 end, at from made`);
  await db.execute(sql`insert into audit_log_related
    select 'project', 'unknown', id, organization_id from audit_logs where resource_id = 'unknown'`);
  await db.execute(sql`vacuum analyze audit_logs`);
  await db.execute(sql`vacuum analyze audit_log_related`);
}, 60_000);

const own = { organizationId: "own" };
const nothing = { ...narrow, read: 1, discarded: 1, sorted: 1 };

describe.each(["custom", "generic"] satisfies Mode[])(
  "a tenant's read of what is busy elsewhere, with a %s plan",
  (mode) => {
    it.each([
      ["actor", () => auditLogService.getForActor(person, own)],
      ["impersonator", () => auditLogService.getForActor(person, { ...own, part: "as_others" })],
      ["resource", () => auditLogService.search(own, { filter: filterOf({ resource: is("user/unknown") }) })],
      ["feed", () => auditLogService.getForResource("user", "unknown", own)],
      ["related", () => auditLogService.getForResource("project", "unknown", own)],
    ])("reads nothing of it: %s", async (_name, ask) => {
      const { answer, readings } = await readingsOf(ask, mode);
      expect(answer.entries).toEqual([]);
      expect(readings).not.toEqual([]);
      expect(excess(readings, nothing)).toEqual([]);
    });
  },
);

describe("a tenant", () => {
  const edges = [new Date(Date.now() - 86_400_000), new Date()];

  it.each([
    ["actor", filterOf({ actor: is(person) })],
    ["actor in capitals", filterOf({ actor: is(person.toUpperCase()) })],
    ["resource", filterOf({ resource: is("user/unknown") })],
  ])("is told of what is another's as of what isn't there: %s", async (_by, filter) => {
    const [found, bars] = await Promise.all([
      auditLogService.search(own, { filter, viewer: "admin" }),
      auditLogService.histogram(own, { filter, viewer: "admin", edges }),
    ]);
    expect(found).toEqual({ entries: [], nextCursor: null, searchedTo: null });
    expect(bars).toMatchObject([{ entries: 0, isAtLeast: false }]);
  });

  it("has no summary of what is another's", async () => {
    const empty = { first: null, last: null, counted: 0, isPartial: false };
    const resource = { resourceType: "user", resourceId: "unknown" };
    expect(await auditLogService.summarizeActor(own, { actorId: person })).toMatchObject(empty);
    expect(await auditLogService.summarizeResource(own, resource)).toMatchObject(empty);
  });
});
