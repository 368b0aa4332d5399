import type { Client, MonthRange } from "./maintenance.repo";

/** What else has the name of a month's partition that should be there, and the tables without their default partition. */
export type Hindrances = { taken: string[]; withoutDefault: string[] };

export async function findHindrances(
  client: Client,
  { monthsBack, monthsAhead }: MonthRange,
): Promise<Hindrances> {
  const [row] = await client<Hindrances[]>`
    with log as (
      select oid, relname::text as name, relnamespace as schema from pg_class
      where oid in ('audit_logs'::regclass, 'audit_log_related'::regclass)
    ), due as (
      select log.*, name || to_char(date_trunc('month', now() at time zone 'UTC') + make_interval(months => step), '_YYYY_MM')
        as partition from log, generate_series(-${monthsBack}::int, ${monthsAhead}::int) as step
    )
    select
      (select coalesce(json_agg(partition order by partition), '[]') from due
        where (exists (select from pg_class where relname = partition and relnamespace = schema)
            or exists (select from pg_type where typname = partition and typnamespace = schema))
          and not exists (select from pg_inherits join pg_class as made on made.oid = inhrelid
            where inhparent = due.oid and relname = partition)) as taken,
      (select coalesce(json_agg(name order by name), '[]') from log where not exists (
        select from pg_partitioned_table join pg_class as rest on rest.oid = partdefid
        where partrelid = log.oid and relname = name || '_default' and relkind = 'r')) as "withoutDefault"`;
  if (!row) throw new Error("Aggregates without a row");
  return row;
}
