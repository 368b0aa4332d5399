import type postgres from "postgres";

/** A part of a table: `heap` with its maps, `toast` with its index, or an index by the name it has on the table itself. */
export type Size = { table: string; part: string; bytes: number };

/**
 * What each part of some tables takes; of partitioned ones, over all partitions.
 *
 * @throws Error unless the parts add up to all that the tables take
 */
export async function readSizes(sql: postgres.Sql, tables: readonly string[]): Promise<Size[]> {
  const sizes = await sql<Size[]>`
    with leaf as (
      select name, oid, coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) as toast
      from unnest(${[...tables]}::text[]) as name
        left join lateral pg_partition_tree(name::regclass) on isleaf
        join pg_class on oid = coalesce(relid, name::regclass))
    select name as table, 'heap' as part, sum(pg_table_size(oid) - toast)::float8 as bytes from leaf group by 1
    union all
    select name, 'toast', sum(toast)::float8 from leaf group by 1
    union all
    select name, coalesce(pg_partition_root(indexrelid), indexrelid)::regclass::text,
      sum(pg_table_size(indexrelid))::float8
    from leaf join pg_index on indrelid = oid group by 1, 2
    order by 1, 2`;
  await requireWhole(sql, { tables, sizes });
  return sizes;
}

type Parts = { tables: readonly string[]; sizes: readonly Size[] };

async function requireWhole(sql: postgres.Sql, { tables, sizes }: Parts): Promise<void> {
  const [row] = await sql<{ bytes: number }[]>`
    select sum(pg_total_relation_size(coalesce(relid, name::regclass)))::float8 as bytes
    from unnest(${[...tables]}::text[]) as name left join lateral pg_partition_tree(name::regclass) on true`;
  const sum = totalOf(sizes);
  if (row?.bytes !== sum)
    throw new Error(`The parts of ${tables.join(", ")} make ${sum} bytes of ${row?.bytes}`);
}

export function totalOf(sizes: readonly Size[]): number {
  return sizes.reduce((total, { bytes }) => total + bytes, 0);
}
