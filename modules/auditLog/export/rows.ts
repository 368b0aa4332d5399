import type { AuditLogEntry, Viewer } from "@/modules/auditLog/auditLog.types";
import { toEntry } from "@/modules/auditLog/reading/page";
import { toChanges, toMetadata } from "@/modules/auditLog/reading/shapes";
import { actionsReservedFrom } from "@/modules/auditLog/capture/policies";
import type { ExportRow } from "./export.types";

/**
 * What a viewer may see of each row. Most are theirs as they are stored, and to parse their JSON would take as long as
 * to write the line.
 */
export function projectionFor(viewer: Viewer): (row: ExportRow) => ExportRow {
  const reserved = actionsReservedFrom(viewer);
  const isSeenWhole = ({ action }: ExportRow) => viewer !== "member" && !reserved.has(action);
  return (row) => (isSeenWhole(row) ? row : project(row, viewer));
}

function project(row: ExportRow, viewer: Viewer): ExportRow {
  const stored = { changes: parse(row.changes), metadata: parse(row.metadata) };
  const entry = toEntry({ ...entryOf(row), ...stored, organizationId: row.organizationId ?? "" }, viewer);
  return {
    ...entry,
    changes: entry.changes && JSON.stringify(entry.changes),
    metadata: JSON.stringify(entry.metadata),
    createdAt: row.createdAt,
    recordedAt: row.recordedAt,
  };
}

/** A row as an entry, with all that it holds. Written out: copies of the row take half as long again. */
export function entryOf(row: ExportRow): AuditLogEntry {
  return {
    id: row.id,
    organizationId: row.organizationId,
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
    changes: toChanges(parse(row.changes)),
    metadata: toMetadata(parse(row.metadata)),
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
    createdAt: new Date(row.createdAt),
    recordedAt: new Date(row.recordedAt),
  };
}

function parse(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
