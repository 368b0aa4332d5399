import type { Client } from "./maintenance.repo";

/** A partition whose indexes are loose, how many bytes they take, and whether this role may rebuild them. */
export type Loose = { name: string; bytes: number; isOwned: boolean };

/** Held until the connection ends; false where another session packs. Each statement may take ten minutes from then on. */
export async function lockPacking(client: Client): Promise<boolean> {
  // To build anew waits for every older transaction of the database, an export's too.
  const [row] = await client<{ locked: boolean }[]>`
    select pg_try_advisory_lock(hashtext('audit_log_pack')) as locked, set_config('statement_timeout', '10min', false)`;
  return row?.locked ?? false;
}

/**
 * The partitions of past months whose indexes were never packed, or have grown by a fifth since. What they took
 * then is in the table's comment.
 */
export async function findLoose(client: Client, leastBytes: number): Promise<Loose[]> {
  const rows = await client<Loose[]>`
    select name, bytes::float8, is_owned as "isOwned" from (
      select oid::regclass::text as name, pg_indexes_size(oid) as bytes, pg_has_role(relowner, 'USAGE') as is_owned,
        coalesce(substring(obj_description(oid, 'pg_class') from 'Indexes packed: (\\d+) bytes')::bigint, 0) as packed
      from pg_inherits join pg_class on oid = inhrelid
      where inhparent in ('audit_logs'::regclass, 'audit_log_related'::regclass)
        and substring(relname from '_\\d{4}_\\d\\d$') < to_char((now() at time zone 'UTC') - interval '7 days', '_YYYY_MM')
    ) as partition
    where bytes >= ${leastBytes} and bytes > packed * 1.2 order by name desc`;
  return [...rows];
}

/**
 * Builds a partition's indexes anew, beside its reads and writes, and answers with the bytes that they take then. What
 * was under way when another attempt ended is dropped before.
 */
export async function pack(client: Client, { name }: Loose): Promise<number> {
  const rests = await client<{ rest: string }[]>`
    select indexrelid::regclass::text as rest from pg_index join pg_class on oid = indexrelid
    where indrelid = ${name}::regclass and not indisvalid and relname ~ '_ccnew\\d*$'`;
  for (const { rest } of rests) await client.unsafe(`drop index concurrently ${rest}`);
  await client.unsafe(`reindex table concurrently ${name}`);
  const [row] = await client<{ bytes: number }[]>`select pg_indexes_size(${name}::regclass)::float8 as bytes`;
  const bytes = row?.bytes ?? 0;
  await client.unsafe(`comment on table ${name} is 'Indexes packed: ${bytes} bytes'`);
  return bytes;
}
