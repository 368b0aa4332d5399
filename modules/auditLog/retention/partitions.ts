import { codeOf } from "@/modules/auditLog/delivery/failures";
import { ensurePartitions } from "./partitions.repo";

/**
 * Makes the monthly partitions around now that are missing, and returns how many it made. An entry
 * that has none goes to the default partition, so a failure is told on stderr and stops nothing.
 */
export async function createPartitions(): Promise<number> {
  try {
    return await ensurePartitions({ monthsBack: 3, monthsAhead: 3 });
  } catch (error) {
    console.error(
      JSON.stringify({ level: "error", event: "audit_log.partitions_not_created", code: codeOf(error) }),
    );
    return 0;
  }
}
