import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/drizzle";
import { madeId } from "@/tests/setup/madeId";

/** A log in which whatever makes an audit table slow is there: so many entries over two years. */
export const entries = 120_000;

/** As ids are: the seed makes the same in SQL. */
function idOf(name: string): string {
  const digits = createHash("md5").update(name).digest("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Actors, resources (`post`) and what entries relate to (`project`), all of the same ids. `hot`: 5% of all entries,
 * as an actor 10%, and as an impersonator more; `cold`: 60 entries; `dormant`: 3,000, all in the oldest six months;
 * `many`: 12,000 in 30 tenants; `tooMany`: 1,500 in 600 tenants. The first three are the main tenant's.
 */
export const things = {
  hot: idOf("hot"),
  cold: idOf("cold"),
  dormant: idOf("dormant"),
  many: idOf("many"),
  tooMany: idOf("tooMany"),
  none: idOf("none"),
};

/** `main` has about half of all entries, `tiny` ten, `none` none; `platform` a tenth. */
export const scopes = {
  main: { organizationId: idOf("main") },
  tiny: { organizationId: idOf("tiny") },
  none: { organizationId: idOf("none") },
  platform: { organizationId: null },
  all: { allOrganizations: true },
} as const;

/** Half of all entries, 200 of them, and one of thirty that begin alike. */
export const actions = { busy: "post.updated", rare: "plan.changed", kinds: "area.kind" };

// Of a hundred entries each, a tenth of all, within one millisecond.
const at = sql`now() - (${entries}::int - case when n / 100 % 10 = 0 then n - n % 100 else n end)
  * interval '720 days' / ${entries}::int`;

const kind = sql`case
  when n % 12000 = 1 then 'tiny' when n % 20 = 0 then 'resource' when n % 10 = 3 then 'actor'
  when n % 40 = 15 then 'asOthers' when n % 2000 = 6 then 'cold' when n <= ${entries / 4}::int and n % 10 = 2 then 'dormant'
  when n % 600 = 11 then 'rare' when n % 10 = 8 then 'many' when n % 80 = 47 then 'tooMany'
  when n % 10 = 9 then 'platform' when n % 10 in (1, 5, 6) then 'main' else 'other' end`;

export async function seedShapes(): Promise<void> {
  await db.execute(sql`select audit_log_ensure_partitions(24, 1)`);
  await db.execute(sql`
    with numbered as (select n, ${at} as at, ${kind} as kind from generate_series(1, ${entries}::int) n),
    named as (
      select *, case kind when 'tooMany' then kind || n / 80 % 600 when 'many' then kind || n / 10 % 30
          when 'other' then kind || n * 7 % 48 when 'tiny' then kind else 'main' end as tenant,
        case when kind = 'actor' then 'hot' when kind in ('cold', 'dormant', 'many', 'tooMany') then kind
          else 'user' || n % 300 end as actor,
        case when kind = 'asOthers' then 'hot' when n % 50 = 13 then 'user1' end as impersonator,
        case when kind = 'resource' then 'hot' when kind in ('cold', 'dormant', 'many', 'tooMany') then kind
          else 'post' || n % 5000 end as resource
      from numbered)
    insert into audit_logs (id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name,
      action, outcome, resource_type, resource_id, resource_name, metadata, ip, request_id, created_at)
    select ${madeId(sql`at`, sql`n`)}, case kind when 'platform' then '' else md5(tenant)::uuid::text end, 'user',
      md5(actor)::uuid::text, 'Ana ' || actor, md5(impersonator)::uuid::text, 'Bo ' || impersonator,
      case when kind = 'rare' then ${actions.rare} when n % 2 = 0 then ${actions.busy}
        else ${actions.kinds} || n / 7 % 30 end,
      case when n < 500 then 'failure' else 'success' end,
      case when n % 3 = 0 and resource like 'post%' then 'page' else 'post' end, md5(resource)::uuid::text,
      'Post ' || resource, case when n < 500 then '{"text": "harbor"}' else '{}' end::jsonb,
      case when n < 500 then '203.0.113.7' else '192.0.2.7' end::inet, 'request-' || n / 3, at
    from named`);
  await db.execute(sql`
    insert into audit_log_related select 'project', resource_id, id, organization_id from audit_logs
    where resource_id in (${sql.join(
      Object.values(things).map((id) => sql`${id}`),
      sql`, `,
    )})`);
  await db.execute(sql`vacuum analyze audit_logs`);
  await db.execute(sql`vacuum analyze audit_log_related`);
}
