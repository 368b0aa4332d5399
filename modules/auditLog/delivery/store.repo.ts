import { is } from "drizzle-orm";
import { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import type { Transaction } from "@/db/transaction";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { toArray } from "./arrays.repo";
import {
  castTo,
  columns,
  columnText,
  names,
  nothing,
  relatedText,
  selected,
  separator,
  splitOf,
} from "./columns.repo";

/** Why none of the entries were stored, and in which open (sub)transaction that was. */
export type StoreFailure = {
  code: string;
  lacksPartition?: boolean;
  transactionId?: string;
  /** A crash of the server could give the transaction's id to another: `flushLog` comes before it is relied on. */
  isUnflushed?: boolean;
};

/** An entry's columns as text, in the order of `columns`. */
export type EntryRow = (string | null)[];

const relatedAt = columns.length;

const lone = `insert into audit_logs (${names})
  values (${columns.map((column, at) => castTo(column, `$${at + 1}::text`)).join(", ")})`;
const many = `insert into audit_logs (${names})
  select ${selected} from unnest(${columns.map(toSplit).join(", ")}) as entry(${names})`;
// What others are named stands in texts of its own, of the few entries that name any.
const ofRelated = ["id", "organization_id", "resource_type", "resource_id"] as const;
const manyAndRelated = `with stored as (${many})
  insert into audit_log_related (resource_type, resource_id, id, organization_id)
  select other.type, other.id, entry.id::uuid, entry.organization_id
  from unnest(${[...ofRelated, "related"].map((name, at) => toSplit(name, relatedAt + at)).join(", ")})
      as entry(${ofRelated.join(", ")}, related),
    jsonb_to_recordset(entry.related::jsonb) as other(type text, id text)
  where (other.type, other.id) is distinct from (entry.resource_type, entry.resource_id)`;
const careful = `with entry as (
    select ${selected}, related::jsonb
    from unnest(${numbered(columns.length + 1, "::text[]")}) as entry(${names}, related)
  ), stored as (
    insert into audit_logs (${names}) select ${names} from entry
    on conflict (id, organization_id) do nothing
  )
  insert into audit_log_related (resource_type, resource_id, id, organization_id)
  select other.type, other.id, entry.id, entry.organization_id
  from entry, jsonb_to_recordset(entry.related) as other(type text, id text)
  where (other.type, other.id) is distinct from (entry.resource_type, entry.resource_id)
  on conflict do nothing`;
const guarded = `select audit_log_store(${numbered(columns.length + 1, "")}) as failure`;

function toSplit(_: string, at: number): string {
  return splitOf(at + 1);
}

function numbered(count: number, cast: string): string {
  return Array.from({ length: count }, (_, at) => `$${at + 1}${cast}`).join(", ");
}

export function toRow(entry: StoredEntry): EntryRow {
  const row = columns.map((column) => columnText(entry, column));
  row.push(relatedText(entry));
  return row;
}

/**
 * Stores entries that are new, or none of them.
 *
 * @throws the driver's error: nothing is to be guarded here, and plain statements are the fastest
 */
export async function storeRows(client: Sql, rows: EntryRow[]): Promise<void> {
  const [row, another] = rows;
  if (row === undefined) return;
  if (another === undefined && row[relatedAt] === null) {
    await client.unsafe(lone, row.slice(0, relatedAt), { prepare: true });
    return;
  }
  const related = rows.filter((each) => each[relatedAt] !== null);
  const texts = [
    ...columns.map((_, at) => join(rows, at)),
    ...(related.length > 0 ? toRelated(related) : []),
  ];
  const isSplittable = texts.every((text) => text !== null);
  if (!isSplittable) return storeRowsOnce(client, rows);
  await client.unsafe(related.length > 0 ? manyAndRelated : many, texts, { prepare: true });
}

function toRelated(rows: EntryRow[]): (string | null)[] {
  return [...ofRelated.map((name) => join(rows, columns.indexOf(name))), join(rows, relatedAt)];
}

/** The same for entries that may be stored already: those are passed over. */
export async function storeRowsOnce(client: Sql, rows: EntryRow[]): Promise<void> {
  await client.unsafe(careful, toArrays(rows), { prepare: true });
}

/**
 * Stores new entries in a transaction, which no failure of it aborts. The statement is prepared: Drizzle's own
 * way sends it to be parsed first, which is a round trip more.
 */
export async function storeRowsIn(tx: Transaction, rows: EntryRow[]): Promise<StoreFailure | null> {
  return toFailure(await clientOf(tx).unsafe(guarded, toArrays(rows), { prepare: true }));
}

/** Whether the transaction is one whose statements can be sent by the driver. */
export function isUsable(tx: Transaction): boolean {
  return is(tx._.session, PostgresJsSession);
}

function clientOf(tx: Transaction): Sql {
  const { session } = tx._;
  if (is(session, PostgresJsSession)) return session.client;
  throw new TypeError("The audit log needs a transaction of drizzle-orm/postgres-js");
}

/** Whether the guarded insert is there for this role: before the first migration it is not. */
export async function canGuard(client: Sql): Promise<boolean> {
  const [row] = await client<{ can: boolean }[]>`
    select coalesce(has_function_privilege(to_regproc('audit_log_store')::oid, 'execute'), false) as can`;
  return row?.can ?? false;
}

/** The innermost open transaction's id, as `audit_log_open_transaction` tells it, without that function. */
export async function findOpenTransaction(tx: Transaction): Promise<string | undefined> {
  const client = clientOf(tx);
  await client.unsafe("select pg_logical_emit_message(true, 'audit_log', '')", [], { prepare: true });
  const [row] = await client.unsafe(
    `select (top + max((transactionid::text::bigint - top % 4294967296 + 4294967296) % 4294967296))::text as id
      from pg_catalog.pg_locks, (select pg_current_xact_id()::text::bigint) as outermost(top)
      where locktype = 'transactionid' and pid = pg_backend_pid() and mode = 'ExclusiveLock' and granted group by top`,
    [],
    { prepare: true },
  );
  return typeof row?.id === "string" ? row.id : undefined;
}

/** What became of transactions: `committed`, `aborted`, `in progress`, or `unknown`. */
export async function fatesOf(client: Sql, transactionIds: string[]): Promise<Map<string, string>> {
  const rows = await client<{ id: string; fate: string }[]>`
    select id, audit_log_transaction_fate(id) as fate from unnest(${toArray(transactionIds)}::text[]) as id`;
  return new Map(rows.map(({ id, fate }) => [id, fate]));
}

/** @throws where the database does not answer */
export async function answers(client: Sql): Promise<void> {
  await client`select 1`;
}

/** A commit, which puts on disk all that the server has logged so far, other transactions' records too. */
export async function flushLog(client: Sql): Promise<void> {
  await client`select pg_logical_emit_message(true, 'audit_log', '')`;
}

/** `SQLSTATE transaction [unflushed] [partition]`, as `audit_log_store` tells it. */
function toFailure(rows: Iterable<Record<string, unknown>>): StoreFailure | null {
  const [row] = rows;
  if (typeof row?.failure !== "string") return null;
  const [code = "UNKNOWN", transactionId = unknownTransaction, ...flags] = row.failure.split(" ");
  return {
    code,
    transactionId,
    isUnflushed: flags.includes("unflushed"),
    lacksPartition: flags.includes("partition"),
  };
}

/** Of an entry whose transaction can't be told: it is kept, and never stored by itself. */
export const unknownTransaction = "unknown";

/** One array a column, since a statement takes 65,534 parameters at most. One that is null throughout is left empty. */
function toArrays(rows: EntryRow[]): string[] {
  return Array.from({ length: columns.length + 1 }, (_, at) =>
    rows.every((row) => row[at] === null) ? "{}" : toArray(rows.map((row) => row[at] ?? null)),
  );
}

/** A column of rows as one text; null where it would not be split into the same again. */
function join(rows: EntryRow[], at: number): string | null {
  let text = "";
  for (let index = 0; index < rows.length; index++) {
    const value = rows[index]?.[at] ?? null;
    if (value !== null && (value.includes(separator) || value.includes(nothing))) return null;
    text += (index === 0 ? "" : separator) + (value ?? nothing);
  }
  // Nothing is split into no value at all.
  return rows.length === 1 && text === "" ? null : text;
}
