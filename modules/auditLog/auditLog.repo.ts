import { and, desc, eq, getTableColumns, ne, sql, type SQL } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { auditLogRelatedTable, auditLogTable } from "./auditLog.schema";
import type { ResourceRef } from "./auditLog.types";
import { atMost, isOf, leadOf, newest, upTo, type Key } from "./reading/keyset.repo";
import { reading } from "./reading/pool.repo";

export type AuditLogRow = typeof auditLogTable.$inferSelect;

/** A place in a list: everything before `cursor`, at most `limit` rows, of one tenant or of all. */
export type PageBounds = { cursor: string; limit: number; organizationId?: string };

/** Entries of a resource itself, and those that name it as related. */
export function findByResource(type: string, id: string, page: PageBounds): Promise<AuditLogRow[]> {
  const own = reading()
    .select()
    .from(auditLogTable)
    .where(ofResource(auditLogTable, { type, id }, page))
    .orderBy(newestOf(auditLogTable, page));
  return unionAll(own, relatedTo({ type, id }, page)).orderBy(desc(auditLogTable.id)).limit(page.limit);
}

/** One entry, of one tenant or of whichever it is. */
export async function findById(id: string, organizationId?: string): Promise<AuditLogRow | null> {
  const ofOne = organizationId === undefined ? undefined : eq(auditLogTable.organizationId, organizationId);
  const rows = await reading()
    .select()
    .from(auditLogTable)
    .where(and(eq(auditLogTable.id, id), ofOne))
    .limit(1);
  return rows[0] ?? null;
}

function relatedTo(resource: ResourceRef, page: PageBounds) {
  const { id, organizationId } = auditLogRelatedTable;
  const ids = reading()
    .select({ id, organizationId })
    .from(auditLogRelatedTable)
    .where(ofResource(auditLogRelatedTable, resource, page))
    .orderBy(newestOf(auditLogRelatedTable, page))
    .as("related");
  // Lateral and limited, each is looked up by its key: a plain join the planner may do by reading the table.
  const entry = reading()
    .select()
    .from(auditLogTable)
    .where(and(eq(auditLogTable.id, ids.id), eq(auditLogTable.organizationId, ids.organizationId)))
    .limit(1)
    .as("audit_logs");
  return reading().select(getTableColumns(auditLogTable)).from(ids).crossJoinLateral(entry);
}

type Indexed = typeof auditLogTable | typeof auditLogRelatedTable;

function ofResource(table: Indexed, { type, id }: ResourceRef, page: PageBounds): SQL | undefined {
  const cursor = sql`${page.cursor}::uuid`;
  return and(
    isOf(table.organizationId, page.organizationId ?? null),
    eq(table.resourceType, type),
    upTo(keyOf(table, page), id, cursor),
    ne(table.id, cursor),
  );
}

function newestOf(table: Indexed, page: PageBounds): SQL {
  return atMost(page.limit, newest(keyOf(table, page)));
}

function keyOf({ resourceId, id }: Indexed, { organizationId }: PageBounds): Key {
  return { lead: leadOf(resourceId, organizationId ?? null), id };
}
