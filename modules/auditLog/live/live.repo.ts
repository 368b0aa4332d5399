import { and, desc, eq, gte, sql, type SQL } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { Sql } from "postgres";
import { createSqlClient } from "@/db/drizzle";
import { auditLogRelatedTable, auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { atMost, lastId, leadOf, newest, upTo, type Key } from "@/modules/auditLog/reading/keyset.repo";
import { reading } from "@/modules/auditLog/reading/pool.repo";
import type { LiveResource, Mark } from "./live.types";

const channel = "audit_log";

/** Nobody waits for a hint to be on disk; so said, the commit does not either. */
export async function notify(client: Sql, payload: string): Promise<void> {
  await client`select set_config('synchronous_commit', 'off', true), pg_notify(${channel}, ${payload})`;
}

type Heard = { onHint: (payload: string) => void; onListening: () => void };

/**
 * A connection that hears hints. The driver opens it anew by itself where it is lost, and calls `onListening`
 * each time: what was told meanwhile was not heard.
 */
export function listen({ onHint, onListening }: Heard): Sql {
  const client = createSqlClient({ max: 1, connection: { application_name: "audit_log_live" } });
  client.listen(channel, onHint, onListening).catch(() => null);
  return client;
}

/** `xmin:xmax:xip,…`: which transactions whoever reads now can see. */
export async function readSnapshot(): Promise<string> {
  const [row] = await reading().execute<{ snapshot: string }>(
    sql`select pg_current_snapshot()::text as snapshot`,
  );
  if (!row) throw new Error("Postgres returned no snapshot.");
  return row.snapshot;
}

/** `depth`: how many of the newest entries are looked at; `limit`: how many are returned. */
type Bounds = { depth: number; limit: number };

/**
 * Of a resource's newest entries, its own and those it is related to, the ids that the mark did not see. By
 * transaction, not by id: the entry of a transaction that commits late has an older id than some that were seen.
 */
export function findUnseen(resource: LiveResource, mark: Mark, { depth, limit }: Bounds) {
  const recent = unionAll(ownOf(resource, mark, depth), relatedTo(resource, mark, depth)).as("recent");
  const isUnseen = sql`not pg_visible_in_snapshot(${recent.txid}, ${mark.snapshot}::pg_snapshot)`;
  return reading()
    .select({ id: recent.id })
    .from(recent)
    .where(and(gte(recent.id, mark.since), isUnseen))
    .orderBy(desc(recent.id))
    .limit(limit);
}

function ownOf(resource: LiveResource, mark: Mark, depth: number) {
  const { id, txid } = auditLogTable;
  return reading()
    .select({ id, txid })
    .from(auditLogTable)
    .where(newestOf(auditLogTable, { resource, mark }))
    .orderBy(atMost(depth, newest(keyOf(auditLogTable))));
}

function relatedTo(resource: LiveResource, mark: Mark, depth: number) {
  const { id, organizationId } = auditLogRelatedTable;
  const ids = reading()
    .select({ id, organizationId })
    .from(auditLogRelatedTable)
    .where(newestOf(auditLogRelatedTable, { resource, mark }))
    .orderBy(atMost(depth, newest(keyOf(auditLogRelatedTable))))
    .as("related");
  // As in auditLog.repo.ts: lateral and limited, each is looked up by its key.
  const entry = reading()
    .select({ id: auditLogTable.id, txid: auditLogTable.txid })
    .from(auditLogTable)
    .where(and(eq(auditLogTable.id, ids.id), eq(auditLogTable.organizationId, ids.organizationId)))
    .limit(1)
    .as("entry");
  return reading()
    .select({ id: entry.id, txid: entry.txid })
    .from(ids)
    .crossJoinLateral(entry)
    .where(gte(ids.id, mark.since));
}

type Indexed = typeof auditLogTable | typeof auditLogRelatedTable;

// The mark's `since` is not among the bounds: it would not end the scan. Its month leaves out partitions, and no
// row of those that are read.
function newestOf(
  table: Indexed,
  { resource, mark }: { resource: LiveResource; mark: Mark },
): SQL | undefined {
  return and(
    eq(table.organizationId, resource.organizationId ?? ""),
    eq(table.resourceType, resource.type),
    upTo(keyOf(table), resource.id, sql`${lastId}::uuid`),
    gte(table.id, mark.month),
  );
}

/** A feed that is followed is always a tenant's, or the platform's. */
function keyOf({ resourceId, id }: Indexed): Key {
  return { lead: leadOf(resourceId, ""), id };
}
