import { z } from "zod";
import type { Transaction } from "@/db/transaction";
import * as auditLogRepo from "./auditLog.repo";
import type { AuditLogRow, PageBounds } from "./auditLog.repo";
import type {
  ActionName,
  AuditLogEntry,
  AuditLogInput,
  AuditLogPage,
  PageRequest,
  Receipt,
  StoredEntry,
  TenantScope,
} from "./auditLog.types";
import { occurringAt } from "./capture/backfill";
import { diff } from "./capture/changes";
import { toStoredEntry } from "./capture/entry";
import { hashForSearch } from "./capture/redaction/hash";
import { readRequestContext, type RequestContext } from "./capture/requestContext";
import { toId, toKind } from "./capture/text";
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
import { createPartitions } from "./retention/partitions";

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
  replaySpool,
  replayDeadLetters,
  deadLetters,
  redeliver,
  getForResource,
  getForActor,
  search,
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

/** What happened to one resource. Ids that may recur among tenants need `page.organizationId`. */
async function getForResource(
  resourceType: string,
  resourceId: string,
  page: PageRequest = {},
): Promise<AuditLogPage> {
  const bounds = toBounds(page);
  return toPage(await auditLogRepo.findByResource(toKind(resourceType), toId(resourceId), bounds), bounds);
}

/** What one actor did, in every tenant unless `page.organizationId` names one. */
async function getForActor(actorId: string, page: PageRequest = {}): Promise<AuditLogPage> {
  const bounds = toBounds(page);
  return toPage(await auditLogRepo.findByActor(toId(actorId), bounds), bounds);
}

/** The newest entries of one tenant, of the platform itself (null), or of all. */
async function search(
  scope: TenantScope,
  page: Omit<PageRequest, "organizationId"> = {},
): Promise<AuditLogPage> {
  const bounds = toBounds(page);
  const rows =
    "allOrganizations" in scope
      ? await auditLogRepo.findAll(bounds)
      : await auditLogRepo.findByOrganization(toId(scope.organizationId ?? ""), bounds);
  return toPage(rows, bounds);
}

const firstCursor = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const cursorSchema = z.guid().catch(firstCursor);
const limitSchema = z.number().int().min(1).max(100).catch(50);
const jsonObjectSchema = z.record(z.string(), z.unknown());
const changesSchema = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }));

/** One row more than the page holds tells whether there is another page. A broken cursor is the first page. */
function toBounds({ cursor, limit, organizationId }: PageRequest): PageBounds {
  return {
    cursor: cursorSchema.parse(cursor ?? firstCursor),
    limit: limitSchema.parse(limit) + 1,
    ...(organizationId === undefined ? {} : { organizationId: toId(organizationId ?? "") }),
  };
}

function toPage(rows: AuditLogRow[], { limit }: PageBounds): AuditLogPage {
  const entries = rows.slice(0, limit - 1).map(toEntry);
  return { entries, nextCursor: rows.length === limit ? (entries.at(-1)?.id ?? null) : null };
}

/** Stored JSON of another shape than today's is shown as it can be, never an error. */
function toEntry({ txid: _, ...row }: AuditLogRow): AuditLogEntry {
  return {
    ...row,
    organizationId: row.organizationId === "" ? null : row.organizationId,
    changes: changesSchema.nullable().catch(null).parse(row.changes),
    metadata: jsonObjectSchema.catch({}).parse(row.metadata),
  };
}
