import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { customType, index, inet, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

/**
 * Texts as eight bytes: an index of them takes a third of one of the texts. Two may have the same, so that what is
 * found is compared with the texts themselves.
 */
export function keyOf(seed: number, ...texts: [SQLWrapper, ...SQLWrapper[]]): SQL {
  return texts.reduce<SQL>((key, text) => sql`hashtextextended(${text}, ${key})`, sql.raw(String(seed)));
}

/** The same as four bytes: two of them take the room of one, and together tell as much apart. */
export function shortKeyOf(seed: number, ...texts: [SQLWrapper, ...SQLWrapper[]]): SQL {
  return sql`((${keyOf(seed, ...texts)} >> 32)::int)`;
}

/**
 * The seed of the tenant's key in each index. With one for all, the order that one index gives would be another's as
 * well, and Postgres might choose to read a whole tenant for the sake of one resource. A precaution: no plan was seen
 * to do so.
 */
export const tenantSeeds = { organization: 0, action: 1, actor: 2, resource: 3, impersonator: 4 } as const;

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** As the driver reads it: Drizzle's own type would read a text in it once more, as if that were JSON. */
const json = customType<{ data: unknown }>({ dataType: () => "jsonb" });

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
    changes: json(),
    metadata: json()
      .notNull()
      .default(sql`'{}'::jsonb`),
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
    index("audit_logs_organization_idx").on(keyOf(tenantSeeds.organization, table.organizationId), table.id),
    index("audit_logs_action_idx").on(
      shortKeyOf(tenantSeeds.action, table.organizationId),
      keyOf(0, table.action),
      table.id,
    ),
    index("audit_logs_actor_idx").on(
      shortKeyOf(0, table.actorId),
      shortKeyOf(tenantSeeds.actor, table.organizationId),
      table.id,
    ),
    index("audit_logs_resource_idx").on(
      shortKeyOf(0, table.resourceType, table.resourceId),
      shortKeyOf(tenantSeeds.resource, table.organizationId),
      table.id,
    ),
    index("audit_logs_impersonator_idx")
      .on(
        shortKeyOf(0, table.impersonatorId),
        shortKeyOf(tenantSeeds.impersonator, table.organizationId),
        table.id,
      )
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
      columns: [table.id, table.organizationId, table.resourceType, table.resourceId],
    }),
    index("audit_log_related_resource_idx").on(
      shortKeyOf(0, table.resourceType, table.resourceId),
      shortKeyOf(tenantSeeds.resource, table.organizationId),
      table.id,
    ),
  ],
);

/**
 * What there is at all: the types of resources that are named as related, and who ever acted as somebody else. Where
 * there is no such row, no page has to look for these entries. Written by triggers, in the entry's own transaction.
 */
export const auditLogPresenceTable = pgTable(
  "audit_log_presence",
  { kind: text({ enum: ["related", "impersonator"] }).notNull(), value: text().notNull() },
  (table) => [primaryKey({ name: "audit_log_presence_pkey", columns: [table.kind, table.value] })],
);
