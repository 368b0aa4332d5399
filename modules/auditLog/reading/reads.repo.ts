import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/transaction";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { built, inTenants, ofResource, within } from "./branch.repo";
import { lastId } from "./keyset.repo";

/**
 * Until the transaction's end nobody else looks whether this reader's entry is there. What takes long, such as a
 * locked table, ends it: a page waits for it.
 */
export async function lockReads(tx: Transaction, { actor_id, action }: StoredEntry): Promise<void> {
  await tx.execute(
    sql`select set_config('lock_timeout', '1s', true), set_config('statement_timeout', '1s', true)`,
  );
  const key = JSON.stringify([actor_id, action]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

type Read = { entry: StoredEntry; since: string };

/** Whether the same actor is recorded to have read the same since an id. */
export async function hasSameRead(tx: Transaction, { entry, since }: Read): Promise<boolean> {
  const table = auditLogTable;
  const resource = { type: entry.resource_type, id: entry.resource_id };
  const branch = inTenants(ofResource(resource), { id: entry.organization_id });
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        within(built(branch), { from: since, before: lastId }),
        eq(table.action, entry.action),
        sql`${table.actorId} is not distinct from ${entry.actor_id}`,
        sql`${table.impersonatorId} is not distinct from ${entry.impersonator_id}`,
        sql`${table.metadata} = ${JSON.stringify(entry.metadata)}::jsonb`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
