import { sql } from "drizzle-orm";
import {
  customType,
  index,
  inet,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/**
 * Who did what to what, and when. Append-only, and partitioned by month on `id`, a UUIDv7: the id is
 * identity, idempotency key, order, cursor and partition key at once. `organization_id` is '' for the
 * platform itself. Nothing references users or resources: entries outlive both.
 */
export const auditLogTable = pgTable(
  "audit_logs",
  {
    id: uuid().notNull(),
    organizationId: text("organization_id").notNull().default(""),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name"),
    impersonatorId: text("impersonator_id"),
    impersonatorName: text("impersonator_name"),
    action: text().notNull(),
    outcome: text().notNull().default("success"),
    resourceType: text("resource_type").notNull(),
    resourceId: text("resource_id").notNull(),
    resourceName: text("resource_name"),
    changes: jsonb(),
    metadata: jsonb().notNull().default({}),
    ip: inet(),
    userAgent: text("user_agent"),
    requestId: text("request_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
    txid: xid8()
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (table) => [
    primaryKey({ name: "audit_logs_pkey", columns: [table.id, table.organizationId] }),
    index("audit_logs_resource_idx").on(table.resourceType, table.resourceId, table.id),
    index("audit_logs_organization_idx").on(table.organizationId, table.id),
    index("audit_logs_actor_idx").on(table.actorId, table.id),
    index("audit_logs_action_idx").on(table.organizationId, table.action, table.id),
    // The same within a tenant, in another collation: see reading/keyset.repo.ts.
    index("audit_logs_organization_resource_idx").on(
      table.organizationId,
      table.resourceType,
      sql`${table.resourceId} collate "C"`,
      table.id,
    ),
    index("audit_logs_organization_actor_idx").on(
      table.organizationId,
      sql`${table.actorId} collate "C"`,
      table.id,
    ),
    index("audit_logs_organization_impersonator_idx")
      .on(table.organizationId, sql`${table.impersonatorId} collate "C"`, table.id)
      .where(sql`${table.impersonatorId} is not null`),
    index("audit_logs_impersonator_idx")
      .on(table.impersonatorId, table.id)
      .where(sql`${table.impersonatorId} is not null`),
  ],
);

/**
 * The other resources that an entry concerns, e.g. the project of a post: it stands in their feeds too.
 * Entries that name none have no row here and cost nothing. Partitioned like `audit_logs`, by the same id.
 */
export const auditLogRelatedTable = pgTable(
  "audit_log_related",
  {
    resourceType: text("resource_type").notNull(),
    resourceId: text("resource_id").notNull(),
    id: uuid().notNull(),
    organizationId: text("organization_id").notNull(),
  },
  (table) => [
    primaryKey({
      name: "audit_log_related_pkey",
      columns: [table.resourceType, table.resourceId, table.id, table.organizationId],
    }),
    index("audit_log_related_organization_idx").on(
      table.organizationId,
      table.resourceType,
      sql`${table.resourceId} collate "C"`,
      table.id,
    ),
  ],
);
