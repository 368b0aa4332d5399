import type { Transaction } from "@/db/transaction";
import type { ActionName, AuditLogInput, Receipt, StoredEntry } from "./auditLog.types";
import { occurringAt } from "./capture/backfill";
import { diff } from "./capture/changes";
import { toStoredEntry } from "./capture/entry";
import { hashForSearch } from "./capture/redaction/hash";
import { readRequestContext, type RequestContext } from "./capture/requestContext";
import {
  announce,
  deliver,
  deliverIn,
  deliverManyIn,
  deliverRequired,
  transactionOf,
  unmade,
} from "./delivery/deliver";
import { health } from "./delivery/health";
import { close, flush, start } from "./delivery/lifecycle";
import { deadLetters, redeliver, replayDeadLetters, replaySpool } from "./delivery/replay";
import { getEntry, getForRequest } from "./reading/entry";
import { logRead } from "./reading/logRead";
import { getForResource } from "./reading/resource";
import { maintain } from "./retention/maintain";
import { maintainDaily } from "./retention/maintainDaily";
import { createPartitions } from "./retention/partitions";
import { findFirst, getForActor, summarizeActor, summarizeResource } from "./search/histories";
import { bucketEdges } from "./search/query/buckets";
import { withoutTerm, withTerm, withWindow } from "./search/query/edit";
import { formFromQuery } from "./search/query/form";
import { queryFromForm } from "./search/query/fromForm";
import { parseQuery } from "./search/query/parse";
import { formatQuery } from "./search/query/write";
import { histogram, search } from "./search/search";

export const auditLogService = {
  log,
  logRequired,
  logMany,
  flush,
  close,
  start,
  health,
  changes: diff,
  hashForSearch,
  occurringAt,
  createPartitions,
  maintain,
  maintainDaily,
  replaySpool,
  replayDeadLetters,
  deadLetters,
  redeliver,
  getForResource,
  getForActor,
  getEntry,
  getForRequest,
  findFirst,
  search,
  histogram,
  summarizeActor,
  summarizeResource,
  logRead,
  parseQuery,
  formatQuery,
  withWindow,
  withTerm,
  withoutTerm,
  queryFromForm,
  formFromQuery,
  bucketEdges,
};

type LogOptions = { tx?: Transaction } | null;

/**
 * Records that something happened. Never throws and never rejects, whatever it is given and whatever is
 * down, and resolves once the entry is durable: in about two seconds at most where neither database nor disk
 * answers, while a burst takes the time that the disk needs for it. With `tx` the entry commits and rolls
 * back with the caller's transaction, which no failure of it can abort, and whose own limits bound the time;
 * without, it is stored by itself, so that it survives a rollback.
 */
async function log<Action extends ActionName>(
  input: AuditLogInput<Action>,
  options?: LogOptions,
): Promise<Receipt> {
  try {
    // Before the first await: from then on the caller may change what it handed over.
    const entry = toStoredEntry(input);
    const tx = transactionOf(options);
    if (!tx) announce(entry);
    addContext(entry, await readRequestContext());
    return await (tx ? deliverIn(tx, entry) : deliver(entry));
  } catch (error) {
    // Of this module: neither of the two rejects.
    return unmade(error);
  }
}

/** Records many things at once, in one statement where it can: as `log`, with a receipt for each, in order. No list at all has one receipt, `dropped`. */
async function logMany<Action extends ActionName>(
  inputs: readonly AuditLogInput<Action>[],
  options?: LogOptions,
): Promise<Receipt[]> {
  try {
    const entries = Array.from(inputs, toStoredEntry);
    const tx = transactionOf(options);
    if (!tx) entries.forEach(announce);
    const context = await readRequestContext();
    for (const entry of entries) addContext(entry, context);
    return await (tx ? deliverManyIn(tx, entries) : Promise.all(entries.map(deliver)));
  } catch (error) {
    return [unmade(error)];
  }
}

/**
 * Records what must not happen unrecorded: resolves once the entry is in the table, and rejects otherwise, so
 * that the caller's transaction rolls back. Without `tx` it may reject after two seconds although the entry is
 * stored in the end; it never resolves without one.
 *
 * @throws AuditLogError
 */
async function logRequired<Action extends ActionName>(
  input: AuditLogInput<Action>,
  options?: LogOptions,
): Promise<Receipt> {
  const entry = toStoredEntry(input);
  addContext(entry, await readRequestContext());
  return deliverRequired(entry, options?.tx);
}

/** Field by field: a spread of so many costs more than all else that is done to an entry. */
function addContext(entry: StoredEntry, { ip, user_agent, request_id }: RequestContext): void {
  entry.ip = ip;
  entry.user_agent = user_agent;
  entry.request_id = request_id;
}
