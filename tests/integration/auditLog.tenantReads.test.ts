import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import * as auditLogRepo from "@/modules/auditLog/auditLog.repo";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import { byActor, byImpersonator, ofResource, type Branch } from "@/modules/auditLog/search/plan.repo";
import { findMatches } from "@/modules/auditLog/search/search.repo";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { judge, narrow } from "./planSupport";

const limit = 26;
const rows = 60_000;
const person = "0191a000-0000-7000-8000-00000000000a";
const range = { from: null, before: lastId };

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

const matches = (...branches: Branch[]) => findMatches({ branches, residual: undefined }, range, limit);
const page = { cursor: lastId, limit, organizationId: "own" };

describe.each(["force_custom_plan", "force_generic_plan"])(
  "a tenant's read of what is busy elsewhere, with %s",
  (mode) => {
    it.each([
      ["actor", () => matches(byActor(person, "own"))],
      ["impersonator", () => matches(byImpersonator(person, "own"))],
      ["resource", () => matches(ofResource("user", "unknown", "own"))],
      ["feed", () => auditLogRepo.findByResource("user", "unknown", page)],
      ["related", () => auditLogRepo.findByResource("project", "unknown", page)],
    ])("reads nothing of it: %s", async (name, read) => {
      const query = {
        name,
        query: read(),
        index: /_organization_id_|related_\w*(pkey|_organization_)/,
        atMost: 1,
      };
      expect(await judge(query, mode)).toEqual(narrow);
    });
  },
);

describe("a tenant", () => {
  const scope = { organizationId: "own" };
  const edges = [new Date(Date.now() - 86_400_000), new Date()];

  it.each([
    ["actor", { ...emptyFilter, actor: { is: [person], not: [] } }],
    ["actor in capitals", { ...emptyFilter, actor: { is: [person.toUpperCase()], not: [] } }],
    ["resource", { ...emptyFilter, resource: { is: ["user/unknown"], not: [] } }],
  ])("is told of what is another's as of what isn't there: %s", async (_by, filter) => {
    const [found, bars] = await Promise.all([
      auditLogService.search(scope, { filter, viewer: "admin" }),
      auditLogService.histogram(scope, { filter, viewer: "admin", edges }),
    ]);
    expect(found).toEqual({ entries: [], nextCursor: null, searchedTo: null });
    expect(bars).toMatchObject([{ entries: 0, isAtLeast: false }]);
  });

  it("has no summary of what is another's", async () => {
    const nothing = { first: null, last: null, counted: 0, isPartial: false };
    const resource = { resourceType: "user", resourceId: "unknown" };
    expect(await auditLogService.summarizeActor(scope, { actorId: person })).toMatchObject(nothing);
    expect(await auditLogService.summarizeResource(scope, resource)).toMatchObject(nothing);
  });
});
