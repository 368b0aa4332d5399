import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";

const longestPause = 10 * 60_000;

/**
 * Whether two neighbours of a list tell the same again: the same person doing the same to the same thing
 * within ten minutes, in the same words; what it changed may differ. It looks at the two alone, so that it
 * makes no difference where a page begins.
 */
export function isRepeat(newer: AuditLogEntry, older: AuditLogEntry): boolean {
  return (
    newer.actorType === older.actorType &&
    newer.actorId === older.actorId &&
    newer.actorName === older.actorName &&
    newer.impersonatorId === older.impersonatorId &&
    newer.action === older.action &&
    newer.outcome === older.outcome &&
    newer.resourceType === older.resourceType &&
    newer.resourceId === older.resourceId &&
    JSON.stringify(newer.metadata) === JSON.stringify(older.metadata) &&
    newer.createdAt.getTime() - older.createdAt.getTime() <= longestPause
  );
}
