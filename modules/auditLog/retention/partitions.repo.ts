import { sql } from "drizzle-orm";
import { db } from "@/db/drizzle";

/** Makes missing partitions; a month whose rows lie in the default partition already is passed over. */
export async function ensurePartitions(range: { monthsBack: number; monthsAhead: number }): Promise<number> {
  const rows = await db.execute<{ made: number }>(
    sql`select audit_log_ensure_partitions(${range.monthsBack}::int, ${range.monthsAhead}::int) as made`,
  );
  return rows[0]?.made ?? 0;
}
