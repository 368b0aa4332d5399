import { and, eq, sql, type Column, type SQL } from "drizzle-orm";

/** Greater than every id, or equal to it. */
export const lastId = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The columns by which an index is read: `lead`, of which one value is asked for, and then `id`. */
export type Key = { lead: SQL; id: Column };

/**
 * A column as the indexes have it: those that begin with the tenant have it in another collation. So Postgres can't
 * take for a tenant's read the one that holds all tenants' entries: how long that takes, and how far it comes, would
 * tell of the others' (docs/decisions/0009).
 */
export function leadOf(column: Column, tenant: string | null): SQL {
  return tenant === null ? sql`${column}` : sql`${column} collate "C"`;
}

export function isOf(column: Column, tenant: string | null): SQL | undefined {
  return tenant === null ? undefined : eq(column, tenant);
}

/**
 * One value, and ids up to `before`, which is included. A page orders by both columns although one value is asked
 * for: with the order on `id` alone the planner may walk the primary key and filter, seconds for whoever was busy
 * long ago. The lower bound is a plain column: with a row comparison the scan runs on to the index's end. The upper
 * one includes `before`, which the caller leaves out: `<` is estimated by its first column as "none", and the planner
 * sorts all of a busy value's rows (docs/decisions/0002).
 */
export function upTo({ lead, id }: Key, value: string, before: SQL): SQL | undefined {
  return and(sql`${lead} >= ${value}`, sql`(${lead}, ${id}) <= (${value}, ${before})`);
}

/** Newest first. */
export function newest({ lead, id }: Key): SQL {
  return sql`${lead} desc, ${id} desc`;
}

/**
 * An order, and how many rows. As a subquery the number is unknown to the planner, which then always reads in
 * the index's order: where it takes a busy resource of a small tenant for a few rows (it multiplies type, id and
 * tenant as if they were independent), it would read and sort all of them.
 */
export function atMost(limit: number, order: SQL): SQL {
  return sql`${order} limit (select ${limit}::bigint)`;
}
