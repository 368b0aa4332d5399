import { type AnyPgColumn, index, inet, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type postgres from "postgres";

const plainUserTable = pgTable("plain_users", { id: text().primaryKey(), name: text().notNull() });

/**
 * The audit table as it is usually made, for the same content: a random key, an index on each column that is asked
 * for, and the users' key in it.
 */
export const plainTable = pgTable(
  "plain_audit_logs",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: text("organization_id").notNull().default(""),
    actorType: text("actor_type").notNull().default("user"),
    actorId: text("actor_id").references((): AnyPgColumn => plainUserTable.id, { onDelete: "set null" }),
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
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.actorId), index().on(table.resourceId), index().on(table.createdAt)],
);

/** Both tables, empty and without what `indexPlainTable` adds: rows that are there already take it in faster. */
export async function createPlainTables(sql: postgres.Sql): Promise<void> {
  await sql`create table plain_users (id text primary key, name text not null)`;
  await sql`create table plain_audit_logs (id uuid not null default gen_random_uuid(),
    organization_id text not null default '', actor_type text not null default 'user', actor_id text, actor_name text,
    impersonator_id text, impersonator_name text, action text not null, outcome text not null default 'success',
    resource_type text not null, resource_id text not null, resource_name text, changes jsonb,
    metadata jsonb not null default '{}', ip inet, user_agent text, request_id text,
    created_at timestamptz not null default now())`;
}

/** The keys and indexes of the usual table. */
export async function indexPlainTable(sql: postgres.Sql): Promise<void> {
  await sql`alter table plain_audit_logs add primary key (id)`;
  for (const column of ["actor_id", "resource_id", "created_at"]) {
    await sql`create index on plain_audit_logs (${sql(column)})`;
  }
  await sql`alter table plain_audit_logs add foreign key (actor_id) references plain_users (id) on delete set null`;
}

/** Users for entries to name: the usual table's key wants them there. */
export async function addPlainUsers(sql: postgres.Sql, ids: readonly string[]): Promise<void> {
  await sql`insert into plain_users select id, 'Ana Lindqvist' from unnest(${sql.array([...ids])}::text[]) as id
    on conflict do nothing`;
}
