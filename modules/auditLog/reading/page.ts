import { z } from "zod";
import type { AuditLogRow } from "./pages.repo";
import type { AuditLogEntry, AuditLogPage, PageRequest, Viewer } from "@/modules/auditLog/auditLog.types";
import { openCursor, sealCursor, type List } from "./cursor";
import { lastId } from "./keyset.repo";
import { isRepeat } from "./repeats.types";
import { areChanges, isFields, toChanges, toMetadata } from "./shapes";
import { reservedFrom, withoutReserved } from "./visibility";

const limitSchema = z.number().int().min(1).max(100).catch(50);

/** What a page is asked for: entries with lesser ids than `before`, `size` of them. */
export type Place = { list: List; before: string; size: number; viewer: Viewer; wholeRuns: boolean };

/** A cursor of another list, or that is none, is the first page. */
export function toPlace(request: PageRequest, list: List): Place {
  return {
    list,
    before: openCursor(request.cursor, list) ?? lastId,
    size: limitSchema.parse(request.limit),
    viewer: request.viewer ?? "member",
    wholeRuns: request.wholeRuns === true,
  };
}

/** Of rows that were read one more than `size`: that one tells that there is another page. */
export function toPage(rows: readonly AuditLogRow[], place: Place): AuditLogPage {
  const found = rows.map((row) => toEntry(row, place.viewer));
  const shown = found.length > place.size ? cut(found, place) : found;
  const last = shown.length < found.length ? shown.at(-1) : undefined;
  return {
    entries: [...shown],
    nextCursor: last ? sealCursor(last.id, place.list) : null,
  };
}

/** Between two runs where it may not end inside one. A run that is longer than a page is cut after all. */
function cut(entries: readonly AuditLogEntry[], { size, wholeRuns }: Place): readonly AuditLogEntry[] {
  if (!wholeRuns) return entries.slice(0, size);
  for (let end = size; end > 0; end--) {
    const [newer, older] = [entries[end - 1], entries[end]];
    if (newer && older && !isRepeat(newer, older)) return entries.slice(0, end);
  }
  return entries.slice(0, size);
}

/**
 * What a viewer may see of a row: members no address and agent, nobody what its action reserves for others. Stored JSON
 * of another release's shape is shown as it can be; but where the action reserves fields from the viewer it is left out,
 * since nobody can tell where such a field would stand in it.
 */
export function toEntry(row: AuditLogRow, viewer: Viewer): AuditLogEntry {
  const reserved = reservedFrom(viewer, row.action);
  const isWhole = reserved === undefined;
  const mayTrace = viewer !== "member";
  // Written out: copies of the row take several times as long.
  const entry: AuditLogEntry = {
    id: row.id,
    organizationId: row.organizationId === "" ? null : row.organizationId,
    actorType: row.actorType,
    actorId: row.actorId,
    actorName: row.actorName,
    impersonatorId: row.impersonatorId,
    impersonatorName: row.impersonatorName,
    action: row.action,
    outcome: row.outcome,
    resourceType: row.resourceType,
    resourceId: row.resourceId,
    resourceName: row.resourceName,
    changes: isWhole || areChanges(row.changes) ? toChanges(row.changes) : null,
    metadata: isWhole || isFields(row.metadata) ? toMetadata(row.metadata) : {},
    ip: mayTrace ? row.ip : null,
    userAgent: mayTrace ? row.userAgent : null,
    requestId: row.requestId,
    createdAt: row.createdAt,
    recordedAt: row.recordedAt,
  };
  return isWhole ? entry : withoutReserved(entry, reserved);
}
