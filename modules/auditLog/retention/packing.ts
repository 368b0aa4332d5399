import type { Client } from "./maintenance.repo";
import type { Packing } from "./maintenance.types";
import { findLoose, lockPacking, pack } from "./packing.repo";

/** Smaller indexes are not worth the work. */
const leastBytes = 1_000_000;

/**
 * Rebuilds the indexes of months that are over, a week after their end. Entries of many tenants come interleaved and
 * leave pages half empty; once nothing is added any more, the same indexes fit in half the space. Done once a month and
 * partition, beside reads and writes, which wait for nothing; where another process is at it this one leaves it.
 */
export async function packMonths(client: Client, packing: Packing, least = leastBytes): Promise<void> {
  if (!(await lockPacking(client))) return;
  for (const loose of await findLoose(client, least)) {
    if (!loose.isOwned) {
      packing.notOwned++;
      continue;
    }
    packing.bytesFreed += loose.bytes - (await pack(client, loose));
    packing.tables.push(loose.name);
  }
}
