import { index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type postgres from "postgres";

/** The audit table as it is usually made: a random key, and an index on each column that is asked for. */
export const plainTable = pgTable(
  "plain_audit_logs",
  {
    id: uuid().primaryKey().defaultRandom(),
    actorId: text("actor_id"),
    action: text().notNull(),
    resourceType: text("resource_type").notNull(),
    resourceId: text("resource_id").notNull(),
    metadata: jsonb(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.actorId), index().on(table.resourceId), index().on(table.createdAt)],
);

export async function createPlainTable(sql: postgres.Sql): Promise<void> {
  await sql`create table plain_audit_logs (id uuid primary key default gen_random_uuid(), actor_id text,
    action text not null, resource_type text not null, resource_id text not null, metadata jsonb,
    created_at timestamptz not null default now())`;
  for (const column of ["actor_id", "resource_id", "created_at"]) {
    await sql`create index on plain_audit_logs (${sql(column)})`;
  }
}

/** Fills both tables with the same entries: one resource has 4% of them, one actor 10%, evenly over 90 days. */
export async function fillBoth(sql: postgres.Sql, rows: number): Promise<void> {
  await sql`create temporary table filling as
    select n, now() - (${rows} - n) * interval '90 days' / ${rows} as at,
      case when n % 10 = 0 then 'busy' else 'actor' || n % 1000 end as actor,
      case when n % 25 = 0 then 'hot' else 'post' || n % 20000 end as resource
    from generate_series(1, ${rows}) as n`;
  await sql`insert into plain_audit_logs (actor_id, action, resource_type, resource_id, created_at)
    select actor, 'post.updated', 'post', resource, at from filling`;
  await sql`insert into audit_logs (id, actor_type, actor_id, actor_name, action, resource_type, resource_id, created_at)
    select (substr(audit_log_first_id(at)::text, 1, 14) || '7' || substr(md5(n::text), 1, 3) || '-8' ||
      substr(md5(n::text), 4, 3) || '-' || substr(md5(n::text), 7, 12))::uuid,
      'user', actor, actor, 'post.updated', 'post', resource, at from filling`;
  await sql`drop table filling`;
  await sql`vacuum analyze audit_logs`;
  await sql`vacuum analyze plain_audit_logs`;
  await sql`checkpoint`;
}
