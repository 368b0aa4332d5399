import { and, sql, type Column, type SQL } from "drizzle-orm";

/** Greater than every id, or equal to it. */
export const lastId = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Ids from `from` on and less than `before`; null: from the beginning. */
export type Range = { from: SQL | string | null; before: SQL | string };

/** Ranges that follow each other, newest first: the n-th is from `since[n]` on and before `before[n]`. */
export type Segments = { since: string[]; before: string[] };

/** What an index is read by: `lead`, of which one value is asked for, and then `id`. */
export type Key = { lead: SQL; id: Column };

/**
 * One value, and ids up to `before`, which is included. A page orders by both although one value is asked for: with
 * the order on `id` alone the planner may walk the primary key and filter, seconds for whoever was busy long ago. The
 * lower bound is a plain column: with a row comparison the scan runs on to the index's end. The upper one includes
 * `before`, which the caller leaves out: `<` is estimated by its first column as "none", and the planner sorts all of
 * a busy value's rows (docs/decisions/0002).
 */
export function upTo({ lead, id }: Key, value: SQL, before: SQL): SQL | undefined {
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
export function atMost(limit: SQL | number, order: SQL): SQL {
  return sql`${order} limit (select ${limit}::bigint)`;
}
