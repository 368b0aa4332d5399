import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import * as auditLogRepo from "@/modules/auditLog/auditLog.repo";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import { ofOrganization, ofResource, within } from "@/modules/auditLog/search/plan.repo";
import { findMatches } from "@/modules/auditLog/search/search.repo";
import { madeId } from "@/tests/setup/madeId";
import { judge, narrow } from "./planSupport";

const rows = 120_000;
const limit = 26;
const range = { from: null, before: lastId };

// Of all entries 8% are of one tenant, and half of those of one project: Postgres takes type, id and tenant
// for independent, and expects a handful where there are thousands.
beforeAll(async () => {
  await db.execute(sql`select audit_log_ensure_partitions(24, 1)`);
  await db.execute(sql`
    with made as (
      select n, now() - n * interval '700 days' / ${rows} as at, n % 25 = 0 as hot, n % 25 in (0, 1) as acme
      from generate_series(1, ${rows}) n)
    insert into audit_logs (id, organization_id, actor_type, actor_id, action, resource_type, resource_id, created_at)
    select ${madeId(sql`at`, sql`n`)}, case when acme then 'acme' else 'other' || n % 40 end, 'user',
      'u' || n % 300, 'post.updated', case when n % 5 = 0 then 'project' else 'post' end,
      case when hot then 'hot' else 'p' || n % 5000 end, at from made`);
  await db.execute(sql`vacuum analyze audit_logs`);
}, 60_000);

describe.each(["force_custom_plan", "force_generic_plan"])(
  "a resource that is half of its tenant, with %s",
  (mode) => {
    it("is read in the order of its index, and little more than a page of it", async () => {
      const query = auditLogRepo.findByResource("project", "hot", {
        cursor: lastId,
        limit,
        organizationId: "acme",
      });
      expect(await judge({ query, index: /_resource_type_res|_related_\w*pkey$/ }, mode)).toEqual(narrow);
    });

    it("is searched so as well", async () => {
      const plan = {
        branches: [ofResource("project", "hot", null)],
        residual: within(ofOrganization("acme"), range),
      };
      const query = findMatches(plan, range, limit);
      expect(await judge({ query, index: /_resource_type_resource_id_/ }, mode)).toEqual(narrow);
    });
  },
);
