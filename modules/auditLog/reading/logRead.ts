import { inTransaction } from "@/db/transaction";
import type { ActionName, AuditLogInput } from "@/modules/auditLog/auditLog.types";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { firstIdAt } from "@/modules/auditLog/capture/id";
import { readRequestContext } from "@/modules/auditLog/capture/requestContext";
import { deliver, deliverRequired } from "@/modules/auditLog/delivery/deliver";
import { hasSameRead, lockReads } from "./reads.repo";

const pause = 10 * 60_000;

/**
 * Records that somebody read the log: once in ten minutes for the same reader, action, resource and
 * metadata, in all processes together. Never rejects.
 */
export async function logRead<Action extends ActionName>(input: AuditLogInput<Action>): Promise<void> {
  const entry = { ...toStoredEntry(input), ...(await readRequestContext()) };
  try {
    await inTransaction(async (tx) => {
      await lockReads(tx, entry);
      if (await hasSameRead(tx, { entry, since: firstIdAt(new Date(Date.now() - pause)) })) return;
      await deliverRequired(entry, tx);
    });
  } catch {
    // By itself it waits on disk where the database does not take it; by its id it is there once.
    await deliver(entry);
  }
}
