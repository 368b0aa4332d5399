import type { Sql } from "postgres";
import { createSqlClient, endSqlClient } from "@/db/drizzle";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import {
  columns,
  names,
  nothing,
  selected,
  separator,
  splitOf,
  relatedText,
  columnText,
} from "@/modules/auditLog/delivery/columns.repo";

/** Where entries go: a connection of its own, which holds the import's lock as long as it is there. */
export type Target = { client: Sql; name: string; isLost: () => boolean };

/** Entries as parameters of the statement that stores them: a text a column, the last of related resources. */
export type Encoded = { count: number; hasRelated: boolean; texts: readonly string[] };

export type Step = {
  entries: readonly Encoded[];
  refused: number;
  from: Readonly<Record<string, unknown>> | null;
  to: Readonly<Record<string, unknown>>;
};

/** Null: another process imports under this name right now. */
export async function openTarget(name: string): Promise<Target | null> {
  let lost = false;
  const client = createSqlClient({
    max: 1,
    max_lifetime: null,
    connect_timeout: 10,
    // A crash of the server may take the last few commits back, each with the position behind its entries: the next run
    // stores them. Until the end nothing is promised, and waiting for the disk each time took longer than storing.
    connection: { application_name: "audit_log_import", statement_timeout: 0, synchronous_commit: "off" },
    // The driver would connect anew for the next statement, without the lock.
    onclose: () => void (lost = true),
  });
  try {
    const [row] = await client<{ locked: boolean }[]>`
      select pg_try_advisory_lock(hashtextextended(${`audit_log_import:${name}`}, 0)) as locked`;
    if (row?.locked) return { client, name, isLost: () => lost };
    await endSqlClient(client, { timeout: 1 });
    return null;
  } catch (error) {
    await endSqlClient(client, { timeout: 0 });
    throw error;
  }
}

export async function closeTarget({ client }: Target): Promise<void> {
  await endSqlClient(client, { timeout: 1 });
}

/** Puts all that was stored on disk: a commit that waits for it takes those before it along. */
export async function flush({ client, name }: Target): Promise<void> {
  await client`set synchronous_commit = on`;
  await client`update audit_log_imports set updated_at = now() where name = ${name}`;
}

/** The months that have their partition, as 2026-03. */
export async function findMonths({ client }: Target): Promise<string[]> {
  const rows = await client<{ month: string }[]>`
    select translate(right(c.relname, 7), '_', '-') as month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit_logs'::regclass and c.relname ~ '^audit_logs_\\d{4}_\\d{2}$'`;
  return rows.map(({ month }) => month);
}

/** Makes the partitions of the month that lies so many before this one, where they are missing. */
export async function ensureMonth({ client }: Target, monthsBack: number): Promise<void> {
  await client`select audit_log_ensure_partitions(${monthsBack}::int, ${-monthsBack}::int)`;
}

const split = columns.map((_, at) => splitOf(at + 1)).join(", ");
const relatedParameter = columns.length + 1;
const [nameParameter, fromParameter, toParameter, refusedParameter, countParameter] = [1, 2, 3, 4, 5].map(
  (n) => relatedParameter + n,
);

// An insert is as fast as COPY in batches, tells what was there already, and takes the position along, so that neither is
// ever without the other.
const statement = (hasRelated: boolean) => `
  with entry as (
    select ${selected}${hasRelated ? ", related::jsonb" : ""}
    from unnest(${split}${hasRelated ? `, ${splitOf(relatedParameter)}` : ""}) as entry(${names}${hasRelated ? ", related" : ""})
    where id is not null
  ), stored as (
    insert into audit_logs (${names}) select ${names} from entry
    on conflict (id, organization_id) do nothing returning 1
  ), ${hasRelated ? relatedToo : ""} noted as (
    update audit_log_imports set position = $${toParameter}::text::jsonb, updated_at = now(),
      imported = imported + (select count(*) from stored),
      existing = existing + $${countParameter}::int - (select count(*) from stored),
      refused = refused + $${refusedParameter}::int
    where name = $${nameParameter} and position is not distinct from $${fromParameter}::text::jsonb returning 1
  )
  select (select count(*)::int from stored) as stored, (select count(*)::int from noted) as noted
  ${hasRelated ? "" : `where $${relatedParameter}::text is not null`}`;

const relatedToo = `others as (
    insert into audit_log_related (resource_type, resource_id, id, organization_id)
    select other.type, other.id, entry.id, entry.organization_id
    from entry, jsonb_to_recordset(entry.related) as other(type text, id text)
    where (other.type, other.id) is distinct from (entry.resource_type, entry.resource_id)
    on conflict do nothing
  ),`;

const [plain, withRelated] = [statement(false), statement(true)];

/**
 * Stores what is not there yet, and notes how far that is, in one statement. Answers with how many were new; null
 * where the import is not where it was left, and another one went on with it.
 */
export async function store({ client, name }: Target, step: Step): Promise<number | null> {
  const { entries, refused, from, to } = step;
  const hasRelated = entries.some((encoded) => encoded.hasRelated);
  // Each begins with a null: split, an empty text would be no row rather than one.
  const texts = [...columns, "related"].map(
    (_, at) => nothing + entries.map(({ texts }) => texts[at]).join(""),
  );
  const position = from === null ? null : JSON.stringify(from);
  const count = entries.reduce((sum, encoded) => sum + encoded.count, 0);
  const [row] = await client.unsafe<{ stored: number; noted: number }[]>(
    hasRelated ? withRelated : plain,
    [...texts, name, position, JSON.stringify(to), refused, count],
    { prepare: true },
  );
  return row?.noted === 1 ? row.stored : null;
}

/** Made ahead, while the database is busy with those before. */
export function encode(entries: readonly StoredEntry[]): Encoded {
  const hasRelated = entries.some((entry) => entry.related);
  const texts = columns.map((column) => textOf(entries, (entry) => columnText(entry, column)));
  return { count: entries.length, hasRelated, texts: [...texts, textOf(entries, relatedText)] };
}

/**
 * A column's values, each behind a separator. None holds one: in JSON it is an escape, and in all other columns too, as
 * `toLine` and `toExportedEntry` see to.
 */
function textOf(entries: readonly StoredEntry[], read: (entry: StoredEntry) => string | null): string {
  if (entries.length === 0) return "";
  // A text that grows by pieces would keep all of them until it is sent.
  return separator + entries.map((entry) => read(entry) ?? nothing).join(separator);
}
