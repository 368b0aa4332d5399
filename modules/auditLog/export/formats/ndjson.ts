import type { ExportRow, Formatter } from "@/modules/auditLog/export/export.types";

/** The last line of a file of JSON lines that lacks rows. */
export const brokeOff: Formatter["brokeOff"] = ({ rows, code }) =>
  `${JSON.stringify({ export: "incomplete", rows, code })}\n`;

/** One `AuditLogEntry` a line, as JSON; its changes and metadata as they are stored, by earlier releases too. */
export const ndjson: Formatter = {
  contentType: "application/x-ndjson; charset=utf-8",
  extension: "ndjson",
  line: (row) =>
    `${JSON.stringify(withoutJson(row)).slice(0, -1)},"changes":${row.changes ?? "null"},"metadata":${row.metadata}}\n`,
  brokeOff,
};

/** What is JSON already stands in the line as it is. Written out: a rest of the row's fields takes longer to make. */
function withoutJson(row: ExportRow): Omit<ExportRow, "changes" | "metadata"> {
  return {
    id: row.id,
    createdAt: row.createdAt,
    recordedAt: row.recordedAt,
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
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
  };
}
