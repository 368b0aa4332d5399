import { and, desc, eq, getTableColumns, gte, ne, sql, type Column, type SQL } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { db } from "@/db/drizzle";
import { auditLogRelatedTable, auditLogTable } from "./auditLog.schema";

export type AuditLogRow = typeof auditLogTable.$inferSelect;

/** A place in a list: everything before `cursor`, at most `limit` rows, of one tenant or of all. */
export type PageBounds = { cursor: string; limit: number; organizationId?: string };

// Each page orders by the leading column of its index although one value is asked for: with the order on
// `id` alone the planner may walk the primary key and filter, seconds for whoever was busy long ago. The
// lower bound is a plain column: with a row comparison the scan runs on to the index's end. And the upper
// one includes the cursor, which is then left out: `<` is estimated by its first column as "none", and the
// planner sorts all of a busy resource's rows (docs/decisions/0002).

/** Entries of a resource itself, and those that name it as related. */
export function findByResource(type: string, id: string, page: PageBounds): Promise<AuditLogRow[]> {
  const own = entriesWhere(
    ofResource(auditLogTable, { type, id, page }),
    auditLogTable.resourceId,
    page.limit,
  );
  return unionAll(own, relatedTo(type, id, page))
    .orderBy(desc(auditLogTable.id))
    .limit(page.limit);
}

export function findByActor(id: string, page: PageBounds): Promise<AuditLogRow[]> {
  const index = { table: auditLogTable, column: auditLogTable.actorId };
  return entriesWhere(and(before(index, id, page), ofTenant(auditLogTable, page)), index.column, page.limit);
}

export function findByOrganization(id: string, page: PageBounds): Promise<AuditLogRow[]> {
  const index = { table: auditLogTable, column: auditLogTable.organizationId };
  return entriesWhere(before(index, id, page), index.column, page.limit);
}

export function findAll({ cursor, limit }: PageBounds): Promise<AuditLogRow[]> {
  const { id } = auditLogTable;
  return db
    .select()
    .from(auditLogTable)
    .where(sql`${id} < ${cursor}`)
    .orderBy(desc(id))
    .limit(limit);
}

function entriesWhere(where: SQL | undefined, leadingColumn: Column, limit: number) {
  return db
    .select()
    .from(auditLogTable)
    .where(where)
    .orderBy(desc(leadingColumn), desc(auditLogTable.id))
    .limit(limit);
}

function relatedTo(type: string, resourceId: string, page: PageBounds) {
  const { id, organizationId } = auditLogRelatedTable;
  const ids = db
    .select({ id, organizationId })
    .from(auditLogRelatedTable)
    .where(ofResource(auditLogRelatedTable, { type, id: resourceId, page }))
    .orderBy(desc(auditLogRelatedTable.resourceId), desc(id))
    .limit(page.limit)
    .as("related");
  // Lateral and limited, each is looked up by its key: a plain join the planner may do by reading the table.
  const entry = db
    .select()
    .from(auditLogTable)
    .where(and(eq(auditLogTable.id, ids.id), eq(auditLogTable.organizationId, ids.organizationId)))
    .limit(1)
    .as("audit_logs");
  return db.select(getTableColumns(auditLogTable)).from(ids).crossJoinLateral(entry);
}

type Indexed = typeof auditLogTable | typeof auditLogRelatedTable;
type Resource = { type: string; id: string; page: PageBounds };

function ofResource(table: Indexed, { type, id, page }: Resource): SQL | undefined {
  const isOfType = eq(table.resourceType, type);
  return and(isOfType, before({ table, column: table.resourceId }, id, page), ofTenant(table, page));
}

/** One value of an index's leading column, and ids before the cursor. */
function before(index: { table: Indexed; column: Column }, value: string, { cursor }: PageBounds) {
  const { table, column } = index;
  const upTo = sql`(${column}, ${table.id}) <= (${value}, ${cursor}::uuid)`;
  return and(gte(column, value), upTo, ne(table.id, cursor));
}

function ofTenant(table: Indexed, { organizationId }: PageBounds): SQL | undefined {
  return organizationId === undefined ? undefined : eq(table.organizationId, organizationId);
}
