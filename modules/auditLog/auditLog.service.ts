import { v7 as uuidv7 } from "uuid";
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
  TenantScope,
} from "./auditLog.types";
import { occurringAt } from "./capture/backfill";
import { diff } from "./capture/changes";
import { toStoredEntry } from "./capture/entry";
import { readRequestContext } from "./capture/requestContext";
import { toId, toKind } from "./capture/text";
import { deliver, reportDropped } from "./delivery/deliver";
import { closeOwnPool } from "./delivery/pool.repo";
import { createPartitions } from "./retention/partitions";

export const auditLogService = {
  log,
  getForResource,
  getForActor,
  search,
  changes: diff,
  occurringAt,
  createPartitions,
  close: closeOwnPool,
};

/**
 * Records that something happened. Never throws and never rejects, whatever it is given and whatever is
 * down. With `tx` the entry commits and rolls back with the caller's transaction, which no failure of
 * it can abort; without, it is stored by itself, so that it survives a rollback.
 */
async function log<Action extends ActionName>(
  input: AuditLogInput<Action>,
  options?: { tx?: Transaction } | null,
): Promise<Receipt> {
  try {
    // Before the first await: from then on the caller may change what it handed over.
    const entry = toStoredEntry(input);
    return await deliver({ ...entry, ...(await readRequestContext()) }, options?.tx);
  } catch {
    const id = uuidv7();
    reportDropped(id, "UNKNOWN");
    return { id, status: "dropped" };
  }
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
