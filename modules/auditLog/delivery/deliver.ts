import type { Transaction } from "@/db/transaction";
import { AuditLogError, type Receipt, type StoredEntry } from "@/modules/auditLog/auditLog.types";
import { makeId } from "@/modules/auditLog/capture/id";
import { hint } from "@/modules/auditLog/live/hint";
import { flushAlone } from "./alone";
import { noteError, noteFailure, noteSuccess } from "./availability";
import { codeOf, failureOf, isOfEntry } from "./failures";
import { isGuarded } from "./guard";
import { storeIsolating, type Settled } from "./isolate";
import { replayNow, replaySoon } from "./replay";
import { reportDropped, reportUnmade, reportWithdrawn } from "./report";
import type { SpoolRecord } from "./spool/spool";
import { delivery } from "./state";
import {
  findOpenTransaction,
  isUsable,
  storeRowsIn,
  toRow,
  unknownTransaction,
  type EntryRow,
  type StoreFailure,
} from "./store.repo";

const undefinedFunction = "42883";
const maxBatch = 500;

/** From now on the entry is not forgotten, though the process should end before it is delivered. */
export function announce(entry: StoredEntry): void {
  delivery().pending.add(entry);
}

/** Stores an entry by itself: in the table, else on disk, else on stderr. Never rejects. */
export function deliver(entry: StoredEntry): Promise<Receipt> {
  const { pending, unavailable, writer } = delivery();
  pending.add(entry);
  // One promise an entry: at thousands a second each more is felt.
  return new Promise((resolve) => {
    const finish = (receipt: Receipt) => {
      pending.remove(entry);
      resolve(receipt);
    };
    const settle = (failure: Settled) => {
      if (failure === null) finish(acknowledge(entry));
      else void keep(entry, { code: failure.code }).then(finish);
    };
    if (unavailable) void keepUnasked(entry, unavailable).then(finish);
    else writer.add(entry, settle);
  });
}

/**
 * Stores an entry in the caller's transaction. One that fails is put on disk with the transaction's id, to be
 * stored if that commits.
 */
export async function deliverIn(tx: Transaction, entry: StoredEntry): Promise<Receipt> {
  const [receipt] = await deliverBatchIn(tx, [entry]);
  return receipt ?? withdraw(entry, "UNKNOWN");
}

export async function deliverManyIn(tx: Transaction, entries: StoredEntry[]): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (let from = 0; from < entries.length; from += maxBatch) {
    receipts.push(...(await deliverBatchIn(tx, entries.slice(from, from + maxBatch))));
  }
  return receipts;
}

async function deliverBatchIn(tx: Transaction, entries: StoredEntry[]): Promise<Receipt[]> {
  try {
    const settled = await settleIn(tx, entries.map(toRow));
    return await Promise.all(entries.map((entry, at) => receiptIn(entry, settled[at] ?? null)));
  } catch (error) {
    const code = codeOf(error);
    // Nobody waited for it: whether the transaction committed can't be told any more.
    if (code === "TRANSACTION_ENDED") return Promise.all(entries.map((entry) => keepUndecided(entry, code)));
    // The guard lets nothing else through: the transaction had failed before, or its connection is gone.
    return entries.map((entry) => withdraw(entry, code));
  }
}

async function settleIn(tx: Transaction, rows: EntryRow[]): Promise<Settled[]> {
  const isolation = { store: (part: EntryRow[]) => storeRowsIn(tx, part), isOfOne: isOfEntry };
  const settled = (await isGuarded()) ? await storeIsolating(rows, isolation) : await leaveToReplay(tx, rows);
  const unflushed = settled.some((failure) => failure?.isUnflushed);
  if (!unflushed || (await flushAlone())) return settled;
  return settled.map((failure) => failure && { ...failure, transactionId: unknownTransaction });
}

/** Without the guard nothing is tried in the transaction, which a failure would abort. */
async function leaveToReplay(tx: Transaction, rows: EntryRow[]): Promise<Settled[]> {
  const transactionId = (await findOpenTransaction(tx)) ?? unknownTransaction;
  return rows.map(() => ({ code: undefinedFunction, transactionId, isUnflushed: true }));
}

function keepUndecided(entry: StoredEntry, code: string): Promise<Receipt> {
  return keep(entry, { code, transactionId: unknownTransaction });
}

async function receiptIn(entry: StoredEntry, failure: Settled): Promise<Receipt> {
  return failure === null ? countStored(entry) : keep(entry, failure);
}

function withdraw(entry: StoredEntry, code: string): Receipt {
  noteError(code);
  reportWithdrawn(entry.id, code);
  return { id: entry.id, status: "dropped" };
}

/** Stores an entry in the table, or rejects. @throws AuditLogError */
export async function deliverRequired(entry: StoredEntry, tx?: Transaction): Promise<Receipt> {
  const failure = await (tx ? storeRowsIn(tx, [toRow(entry)]).catch(failureOf) : storeNow(entry));
  if (failure === null) return tx ? countStored(entry) : acknowledge(entry);
  if (tx) noteError(failure.code);
  else noteFailure(failure);
  if (delivery().unavailable) replaySoon();
  throw new AuditLogError(failure.code);
}

function storeNow(entry: StoredEntry): Promise<Settled> {
  return new Promise((settle) => delivery().writer.add(entry, settle));
}

/** The receipt of an entry that the log's own connections stored: the database answers. */
function acknowledge(entry: StoredEntry): Receipt {
  if (noteSuccess()) replayNow();
  return countStored(entry);
}

function countStored(entry: StoredEntry): Receipt {
  const { counts } = delivery();
  counts.accepted++;
  counts.stored++;
  hint(entry);
  return { id: entry.id, status: "stored" };
}

/** Puts an entry on disk that the database did not take. */
async function keep(entry: StoredEntry, failure: StoreFailure): Promise<Receipt> {
  // A transaction has limits and a connection of its own: its failure says nothing of the database.
  if (failure.transactionId === undefined) noteFailure(failure);
  else noteError(failure.code);
  const record = toRecord(entry, failure);
  const notSpooled = await spool(record);
  return notSpooled === null ? { id: entry.id, status: "spooled" } : drop(record, notSpooled);
}

/** The same for one that the database was not asked for, since it did not answer a moment ago. */
async function keepUnasked(entry: StoredEntry, { code }: StoreFailure): Promise<Receipt> {
  const record = toRecord(entry, { code });
  const notSpooled = await spool(record);
  if (notSpooled === null) return { id: entry.id, status: "spooled" };
  // Now it is the better hope.
  return (await storeNow(entry)) === null ? acknowledge(entry) : drop(record, notSpooled);
}

/** Null once the record is on disk, else a code. */
async function spool(record: SpoolRecord): Promise<string | null> {
  const failure = await delivery().spool.append([record]);
  if (failure === null) countSpooled();
  return failure;
}

function countSpooled(): void {
  delivery().counts.accepted++;
  replaySoon();
}

function drop(record: SpoolRecord, code: string): Receipt {
  countDropped(code);
  reportDropped(record, code);
  return { id: record.entry.id, status: "dropped" };
}

function countDropped(code: string): void {
  const { counts } = delivery();
  counts.accepted++;
  counts.dropped++;
  noteError(code);
}

function toRecord(entry: StoredEntry, { code, transactionId }: StoreFailure): SpoolRecord {
  const record = { entry, code, at: new Date().toISOString() };
  return transactionId === undefined ? record : { ...record, txid: transactionId };
}

/** The receipt of an entry that could not even be made: a fault of this module. */
export function unmade(error: unknown): Receipt {
  const { id } = makeId();
  const code = codeOf(error);
  reportUnmade(id, code);
  try {
    countDropped(code);
  } catch {
    // Without an environment there is nothing to count in either.
  }
  return { id, status: "dropped" };
}

/** The transaction that an entry is to be stored in; none where JavaScript handed over something else. */
export function transactionOf(options: { tx?: Transaction } | null | undefined): Transaction | undefined {
  try {
    return options?.tx && isUsable(options.tx) ? options.tx : undefined;
  } catch {
    return undefined;
  }
}
