import { sql, type SQL } from "drizzle-orm";
import type { Sql } from "postgres";
import { createSqlClient } from "@/db/drizzle";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import {
  built,
  inTenants,
  newestFirst,
  ofResource,
  relatedTo,
  within,
  type Branch,
} from "@/modules/auditLog/reading/branch.repo";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import { pages } from "@/modules/auditLog/reading/pool.repo";
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
  const [row] = await pages().execute<{ snapshot: string }>(
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
export function findUnseen(
  resource: LiveResource,
  mark: Mark,
  { depth, limit }: Bounds,
): Promise<{ id: string }[]> {
  // A feed that is followed is always a tenant's, or the platform's.
  const tenants = { id: resource.organizationId ?? "" };
  const own = newestOf(inTenants(ofResource(resource), tenants), mark, depth);
  const related = newestOf(inTenants(relatedTo(resource), tenants), mark, depth);
  // As in reading/pages.repo.ts: lateral and limited, each is looked up by its key.
  const recent = sql`(select id, txid from ${own} union all
    select entry.id, entry.txid from ${related} cross join lateral (
      select id, txid from ${auditLogTable}
      where id = found.id and organization_id = found.organization_id limit 1) as entry
    where found.id >= ${mark.since}::uuid) as recent`;
  return pages()
    .select({ id: sql<string>`recent.id` })
    .from(recent)
    .where(
      sql`recent.id >= ${mark.since}::uuid and not pg_visible_in_snapshot(recent.txid, ${mark.snapshot}::pg_snapshot)`,
    )
    .orderBy(sql`recent.id desc`)
    .limit(limit)
    .prepare("unseen")
    .execute();
}

// The mark's `since` is not among the bounds: it would not end the scan. Its month leaves out partitions, and no
// row of those that are read.
function newestOf(branch: Branch, mark: Mark, depth: number): SQL {
  const parts = built(branch);
  const range = { from: mark.month, before: lastId };
  return sql`(select * from ${parts.table} where ${within(parts, range)} order by ${newestFirst(parts, depth)}) as found`;
}
