import type { AuditLogHealth } from "@/modules/auditLog/auditLog.types";
import { delivery, type Delivery } from "./state";

/** How delivery fares, by numbers, codes and instants alone. */
export async function health(): Promise<AuditLogHealth> {
  const state = delivery();
  const { waiting, bytes, maxBytes, oldest, deadLetters, adopted, late, settled } = state.spool.stats();
  const { accepted, stored, dropped } = state.counts;
  // Dead letters of other processes, and of earlier ones: accepted there, and dead here as well.
  const foundDead = deadLetters - settled.buried;
  return {
    status: statusOf(state),
    accepted: accepted + adopted + late + foundDead - settled.withdrawn,
    stored: stored + settled.stored,
    spooled: waiting,
    dead: deadLetters,
    dropped,
    pending: state.pending.size(),
    oldestWaiting: oldest,
    lastError: state.lastError,
    spool: { bytes, maxBytes },
  };
}

function statusOf({ spool, counts, unavailable }: Delivery): AuditLogHealth["status"] {
  const { waiting, deadLetters, bytes, maxBytes, lastError } = spool.stats();
  if (counts.dropped > 0 || (unavailable && lastError)) return "failing";
  const isHalfFull = bytes * 2 >= maxBytes;
  return waiting > 0 || deadLetters > 0 || isHalfFull || unavailable ? "degraded" : "ok";
}
