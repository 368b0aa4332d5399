import { codeOf } from "@/modules/auditLog/delivery/failures";
import { ensurePartitions } from "./partitions.repo";

/** Partitions are made for so many months after this one. */
export const monthsAhead = 3;
export const partitionRange = { monthsBack: 3, monthsAhead };

/**
 * Makes the monthly partitions around now that are missing, and returns how many it made. An entry
 * that has none goes to the default partition, so a failure is told on stderr and stops nothing.
 */
export async function createPartitions(): Promise<number> {
  try {
    return await ensurePartitions(partitionRange);
  } catch (error) {
    console.error(
      JSON.stringify({ level: "error", event: "audit_log.partitions_not_created", code: codeOf(error) }),
    );
    return 0;
  }
}
