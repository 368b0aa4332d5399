import type postgres from "postgres";
import { bursts, counts, shapes } from "./shapes";

/** So many entries between two instants (Unix milliseconds), spread evenly but for the bursts. */
export type Span = { rows: number; from: number; to: number };

const names = ["Ana Lindqvist", "Bo Nguyen", "Carla Mendes", "Erik Dahl", "Farah Haddad", "Gustav Ek"];
const titles = ["Q3 plan", "Launch checklist", "Interview notes", "Roadmap", "Hiring plan", "Brand voice"];
const agents = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
];
const edits = [
  { title: { from: "Q3 plan – draft 6", to: "Q3 plan – draft 4" } },
  { title: { from: "Interview notes", to: "Interview notes – draft 2" } },
  {
    body: {
      from: "Hiring plan: what we know, and what we need.\nFixed the dates.\nShortened the opening.",
      to: "Hiring plan: what we know, and what we need.\nFixed the dates.\nAdded the numbers. Answered the questions.",
    },
  },
];

/** What both ways store, in the order of `entriesOf`. */
export const contentColumns = `organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name,
  action, outcome, resource_type, resource_id, resource_name, changes, metadata, ip, user_agent, request_id, created_at`;

/**
 * A select of a span's entries, the same each time; after the content come the instant in milliseconds and a hash,
 * of which an id is made. The content is that of the demo data, which comes from the services: 36 in a hundred have
 * changes, of some 126 characters, 15 in a hundred have metadata, of some 45. And most come from a request.
 */
export function entriesOf(sql: postgres.Sql, span: Span) {
  const oneOf = (texts: readonly string[], which: string) =>
    sql`(${sql.array([...texts])}::text[])[1 + ${sql.unsafe(which)} % ${sql.unsafe(String(texts.length))}]`;
  const changes = edits.map((edit) => JSON.stringify(edit));
  return sql`
    select organization_id, 'user', actor_id, ${oneOf(names, "actor")},
      case when is_impersonated then ${idSql(sql, "'user:support'")} end,
      case when is_impersonated then 'Priya Raman' end,
      action,
      case when n % 50 = 0 then 'denied' else 'success' end,
      split_part(resource, ':', 1),
      case split_part(resource, ':', 1) when 'user' then actor_id when 'organization' then organization_id
        else ${idSql(sql, "resource")} end,
      ${oneOf(titles, "number")} || ' – draft ' || number % 10,
      case action when 'post.updated' then (${sql.array(changes)}::text[])[1 + n % ${edits.length}]::jsonb end,
      case action when 'post.moved' then '{"toProject": "Website 2026", "fromProject": "Spring campaign"}'
        when 'post.deleted' then '{"reason": "Out of date, see the handbook"}' else '{}' end::jsonb,
      case when is_requested then '10.0.0.0'::inet + actor % 60000 end,
      case when is_requested then ${oneOf(agents, "actor")} end,
      case when is_requested then hash::uuid::text end,
      to_timestamp(at / 1000.0), at, hash
    from (${identified(sql, span)}) as identified`;
}

/** `name` is SQL: the same as `idOf` in shapes.ts. */
function idSql(sql: postgres.Sql, name: string) {
  return sql`md5(${sql.unsafe(name)})::uuid::text`;
}

// "offset 0" keeps Postgres from computing what a level above uses twice, twice.
function identified(sql: postgres.Sql, span: Span) {
  return sql`
    select n, at, hash, action, is_impersonated, is_requested, resource,
      case when is_small then ${shapes.smallTenant} else ${idSql(sql, "'organization:' || tenant")} end as organization_id,
      ${idSql(sql, "actor_key")} as actor_id,
      hashtext(actor_key) & 2147483647 as actor, hashtext(resource) & 2147483647 as number
    from (${chosen(sql, span)}) as chosen offset 0`;
}

/** Who, what and where of each entry, by names of which ids are made. */
function chosen(sql: postgres.Sql, span: Span) {
  const perTenant = Math.ceil(span.rows / 2_000);
  return sql`
    select n, at, hash, tenant, is_small, is_impersonated, is_requested,
      coalesce(actor_key, 'user:' || tenant || ':' || floor(200 * power(chance_of_actor, 2))) as actor_key,
      case when is_rare then 'organization:' when resource is null and chance_of_action between 0.54 and 0.74
        then 'user:'
        else coalesce(resource, 'post:' || tenant || ':' || floor(${perTenant} * power(chance_of_resource, 2))) end as resource,
      case when is_rare then ${shapes.rareAction} when chance_of_action < 0.36 then 'post.updated'
        when chance_of_action < 0.54 then 'post.created'
        when resource is null and chance_of_action <= 0.64 then 'auth.login'
        when resource is null and chance_of_action <= 0.74 then 'auth.logout'
        when chance_of_action < 0.85 then 'post.published'
        when chance_of_action < 0.92 then 'post.moved' else 'post.deleted' end as action
    from (
      select *, case when is_small then 'small' when is_rare or actor_key is not null or resource is not null then '0'
        else floor(${counts.tenants} * power(chance_of_tenant, 3))::text end as tenant
      from (${drawn(sql, span)}) as drawn offset 0) as placed offset 0`;
}

function drawn(sql: postgres.Sql, { rows, from, to }: Span) {
  const chance = (seed: number) => sql`(hashint8extended(n, ${seed}) & 2147483647) / 2147483648.0::float8`;
  const isOneOf = (count: number, offset: number) =>
    sql`n % ${Math.floor(rows / count)}::bigint = ${offset % Math.floor(rows / count)}`;
  return sql`
    select n, at, md5(n::text) as hash, is_small, not is_small and ${isOneOf(counts.rare, 5)} as is_rare,
      case when is_small then 'user:small' when ${isOneOf(counts.cold, 23)} then 'user:cold'
        when chance_of_actor < 0.1 then 'user:hot'
        when is_old and chance_of_actor < 0.22 then 'user:dormant' end as actor_key,
      case when is_small then 'post:small' when ${isOneOf(counts.cold, 11)} then 'post:cold'
        when chance_of_resource < 0.04 then 'post:hot'
        when is_old and chance_of_resource < 0.1 then 'post:dormant' end as resource,
      chance_of_tenant, chance_of_actor, chance_of_resource, chance_of_action, is_impersonated, is_requested
    from (
      select n, n <= ${rows}::bigint / 6 as is_old, ${isOneOf(counts.small, 17)} as is_small,
        ${from}::bigint + floor((n + case when (${rows}::bigint - n) % ${bursts.among} < ${bursts.size}
          then (${rows}::bigint - n) % ${bursts.among} else 0 end)::float8 * ${(to - from) / rows})::bigint as at,
        ${chance(1)} as chance_of_tenant, ${chance(2)} as chance_of_actor, ${chance(3)} as chance_of_resource,
        ${chance(4)} as chance_of_action, ${chance(5)} < 0.005 as is_impersonated, ${chance(6)} < 0.95 as is_requested
      from generate_series(1::bigint, ${rows}::bigint) as n offset 0) as numbered offset 0`;
}
