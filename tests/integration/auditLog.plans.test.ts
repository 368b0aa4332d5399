import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import * as auditLogRepo from "@/modules/auditLog/auditLog.repo";
import {
  byActor,
  byImpersonator,
  everything as allEntries,
  ofAction,
  ofOrganization,
  type Branch,
} from "@/modules/auditLog/search/plan.repo";
import { findMatches } from "@/modules/auditLog/search/search.repo";
import { madeId } from "@/tests/setup/madeId";
import { judge, narrow, type Case } from "./planSupport";

const limit = 51;
const rare = "rare";
const busy = "busy";
const [oldMonth, entries] = [3_000, 21_000];

// One busy actor, resource and tenant among many, and one of each that was last heard of in the oldest
// of seven months. Ids as UUIDv7, times spread evenly.
beforeAll(async () => {
  await db.execute(sql`
    with numbered as (
      select n, case when n % 100 = 0 and n < ${oldMonth} then ${rare} when n % 2 = 0 then ${busy}
          else 'other-' || n % 700 end as who,
        date_trunc('month', now() - interval '3 months') + n * interval '210 days' / ${entries} as at
      from generate_series(1, ${entries}) n),
    made as (
      select *, ${madeId(sql`at`, sql`n`)} as id from numbered),
    logged as (
      insert into audit_logs (id, organization_id, actor_type, actor_id, action, resource_type, resource_id, created_at)
      select id, who, 'user', who, 'post.updated', 'post', who, at from made)
    insert into audit_log_related select 'project', who, id, who from made where n % 3 > 0`);
  await db.execute(sql`vacuum analyze audit_logs`);
  await db.execute(sql`vacuum analyze audit_log_related`);
});

const newest = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const midway = `${Date.now().toString(16).padStart(12, "0").replace(/^.{8}/, "$&-")}-7000-8000-000000000000`;

type Read = (who: string, cursor: string) => Omit<Case, "name">;

function queriesOf(read: Read, whose = [busy, rare, "nobody"]): Case[] {
  return whose.flatMap((who) => [
    { name: `${who}, the first page`, ...read(who, newest) },
    { name: `${who}, midway`, ...read(who, midway) },
  ]);
}

const matches = (branches: Branch[], before: string) =>
  findMatches({ branches, residual: undefined }, { from: null, before }, limit);

const actor = queriesOf((who, cursor) => ({
  query: matches([byActor(who, null)], cursor),
  index: /_actor_id_/,
}));
const actorAndAsOthers = queriesOf((who, cursor) => ({
  query: matches([byActor(who, null), byImpersonator(who, null)], cursor),
  index: /_actor_id_|_impersonator_id_/,
}));
const action = queriesOf((who, cursor) => ({
  query: matches([ofAction(who, "post.updated"), ofAction(who, "post.deleted")], cursor),
  // Of a tenant with few entries Postgres may as well read all of them.
  index: /_organization_id_(action_)?id_/,
}));
const organization = queriesOf((who, cursor) => ({
  query: matches([ofOrganization(who)], cursor),
  index: /_organization_id_/,
}));
const everything = queriesOf(
  (_who, cursor) => ({ query: matches([allEntries], cursor), index: /^audit_logs_\w+_pkey$/ }),
  ["everybody"],
);
const resource = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByResource("post", who, { cursor, limit }),
  index: /_resource_type_resource_id_|^audit_log_related_\w+_pkey$/,
}));
// An entry is looked up by id and organization, which either index holds.
const related = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByResource("project", who, { cursor, limit }),
  index: /_resource_type_resource_id_|_pkey$|_organization_id_/,
}));
const resourceInTenant = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByResource("post", who, { cursor, limit, organizationId: who }),
  index: /_resource_type_resource_id_|^audit_log_related_\w+_pkey$|_organization_id_/,
}));

describe.each(["force_custom_plan", "force_generic_plan"])("with %s", (mode) => {
  describe.each(
    Object.entries({
      actor,
      actorAndAsOthers,
      action,
      organization,
      everything,
      resource,
      related,
      resourceInTenant,
    }),
  )("by %s", (_by, queries) => {
    it.each(queries)("$name: its index alone, and little more than its page", async (each) => {
      expect(await judge(each, mode)).toEqual(narrow);
    });
  });
});
