import { and, eq, gte, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/transaction";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";

/**
 * Until the transaction's end nobody else looks whether this reader's entry is there. What takes long, such as a
 * locked table, ends it: a page waits for it.
 */
export async function lockReads(tx: Transaction, { actor_id, action }: StoredEntry): Promise<void> {
  await tx.execute(
    sql`select set_config('lock_timeout', '200ms', true), set_config('statement_timeout', '1s', true)`,
  );
  const key = JSON.stringify([actor_id, action]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

type Read = { entry: StoredEntry; since: string };

/** Whether the same actor is recorded to have read the same since an id. */
export async function hasSameRead(tx: Transaction, { entry, since }: Read): Promise<boolean> {
  const table = auditLogTable;
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        entry.actor_id === null ? isNull(table.actorId) : eq(table.actorId, entry.actor_id),
        gte(table.id, since),
        eq(table.organizationId, entry.organization_id),
        eq(table.action, entry.action),
        eq(table.resourceType, entry.resource_type),
        eq(table.resourceId, entry.resource_id),
        sql`${table.impersonatorId} is not distinct from ${entry.impersonator_id}`,
        sql`${table.metadata} = ${JSON.stringify(entry.metadata)}::jsonb`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
