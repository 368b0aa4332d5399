import { sql, type SQL } from "drizzle-orm";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import type { Branch } from "@/modules/auditLog/reading/branch.repo";

/**
 * How a search is read: each branch comes from its index in the order of ids, and of what it gives
 * `residual` remains. Without one every row that is read is a match.
 */
export type Plan = { branches: readonly Branch[]; residual: SQL | undefined };

/** Whether it was done by this person themselves, or by them as another: then the address is theirs. */
export function isDoneBy(person: string): SQL {
  const { actorId, impersonatorId } = auditLogTable;
  return sql`(case when ${impersonatorId} is null then ${actorId} else ${impersonatorId} end) = ${person}`;
}
