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
 * The partitions of past months whose indexes were never packed, have grown by a fifth since, or have something left
 * of an attempt that was ended. What they took then is in the table's comment.
 */
export async function findLoose(client: Client, leastBytes: number): Promise<Loose[]> {
  const rows = await client<Loose[]>`
    select name, bytes::float8, is_owned as "isOwned" from (
      select oid::regclass::text as name, pg_has_role(relowner, 'USAGE') as is_owned, ${bytesOf(client)} as bytes,
        exists (${restsOf(client)}) as has_rests,
        coalesce(substring(obj_description(oid, 'pg_class') from 'Indexes packed: (\\d+) bytes')::bigint, 0) as packed
      from pg_inherits join pg_class as partition on oid = inhrelid
      where inhparent in ('audit_logs'::regclass, 'audit_log_related'::regclass)
        and substring(relname from '_\\d{4}_\\d\\d$') < to_char((now() at time zone 'UTC') - interval '7 days', '_YYYY_MM')
    ) as partition
    where has_rests or (bytes >= ${leastBytes} and bytes > packed * 1.2) order by name desc`;
  return [...rows];
}

/**
 * Builds a partition's indexes anew, beside its reads and writes, and answers with the bytes that they take then. What
 * another attempt left that was ended is dropped before.
 */
export async function pack(client: Client, { name }: Loose): Promise<number> {
  const partition = client`(select * from pg_class where oid = ${name}::regclass) as partition`;
  const rests = await client<{ rest: string }[]>`
    select rest from ${partition}, lateral (${restsOf(client)}) as rests`;
  for (const { rest } of rests) await client.unsafe(`drop index concurrently if exists ${rest}`);
  await client.unsafe(`reindex table concurrently ${name}`);
  const [row] = await client<{ bytes: number; has_rests: boolean }[]>`
    select ${bytesOf(client)}::float8 as bytes, exists (${restsOf(client)}) as has_rests from ${partition}`;
  const bytes = row?.bytes ?? 0;
  if (row?.has_rests === false) await note(client, name, `Indexes packed: ${bytes} bytes`);
  return bytes;
}

/** Of what else the comment says nothing is lost. */
async function note(client: Client, name: string, text: string): Promise<void> {
  const [row] = await client<{ statement: string }[]>`
    select format('comment on table %s is %L', oid::regclass, case
      when comment ~ 'Indexes packed: \\d+ bytes' then regexp_replace(comment, 'Indexes packed: \\d+ bytes', ${text}::text)
      else concat_ws(E'\\n', comment, ${text}::text) end) as statement
    from (select ${name}::regclass as oid, obj_description(${name}::regclass, 'pg_class') as comment) as noted`;
  if (row) await client.unsafe(row.statement);
}

/** Of `partition`, its indexes' bytes; not of what is being built, or was left. */
const bytesOf = (client: Client) => client`(
  select coalesce(sum(pg_total_relation_size(indexrelid)), 0) from pg_index
  where indrelid = partition.oid and indisvalid)`;

/** Of `partition`, and of its large values, the indexes that a rebuilding left which was ended. */
const restsOf = (client: Client) => client`
  select indexrelid::regclass::text as rest from pg_index join pg_class as own on own.oid = indexrelid
  where indrelid in (partition.oid, partition.reltoastrelid) and not indisvalid and own.relname ~ '_cc(new|old)\\d*$'`;
