import type { AuditLogEntry, Viewer } from "@/modules/auditLog/auditLog.types";
import { toEntry } from "@/modules/auditLog/reading/page";
import type { AuditLogRow } from "@/modules/auditLog/reading/pages.repo";
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
  const entry = toEntry(readRow(row), viewer);
  return {
    ...entry,
    changes: entry.changes && JSON.stringify(entry.changes),
    metadata: JSON.stringify(entry.metadata),
    createdAt: row.createdAt,
    recordedAt: row.recordedAt,
  };
}

/** A row as an entry, with all that it holds: from an operator no action reserves anything. */
export function entryOf(row: ExportRow): AuditLogEntry {
  return toEntry(readRow(row), "operator");
}

/** A row as pages read it. */
function readRow(row: ExportRow): AuditLogRow {
  return {
    ...row,
    organizationId: row.organizationId ?? "",
    changes: parse(row.changes),
    metadata: parse(row.metadata),
    createdAt: new Date(row.createdAt),
    recordedAt: new Date(row.recordedAt),
  };
}

function parse(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
