import { and, sql, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Sql } from "postgres";
import { createSqlClient, endSqlClient } from "@/db/drizzle";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { ownPool } from "@/modules/auditLog/delivery/pool.repo";
import {
  built,
  countKeys,
  forEachKey,
  newestFirst,
  within,
  type BranchParts,
} from "@/modules/auditLog/reading/branch.repo";
import type { Range } from "@/modules/auditLog/reading/keyset.repo";
import type { Plan } from "@/modules/auditLog/search/plan.repo";
import { selectScanBound } from "@/modules/auditLog/search/search.repo";
import type { ExportRow } from "./export.types";

/** The log as it was at one instant, on a connection of its own. */
export type Snapshot = {
  /**
   * Hands over row by row, newest first, as they come: kept until all are there, they would outlive the garbage
   * collector's first look, which costs as much as all the rest. One call at a time. Answers with the id down to which
   * it looked, or null where that was all there is; a chunk that was full by its rows or bytes ended before.
   *
   * @throws a database error; CONNECTION_CLOSED where the snapshot is gone, as it is after any error
   */
  read: (chunk: ChunkBounds, take: (row: ExportRow) => void) => Promise<string | null>;
  /** Gives the connection back at once; a statement under way is canceled, and its call rejects. */
  close: () => Promise<void>;
};

/**
 * A chunk ends after so many rows, or with the row whose JSON makes it so many bytes; of several things it takes `share`
 * rows of each at most.
 */
export type ChunkBounds = { plan: Plan; range: Range; rows: number; bytes: number; share: number };

// Longer than an export waits for its reader: it ends the one of a process that hangs.
const idleLimitMs = 120_000;

/** @throws a database error, also where it is aborted; CONNECT_TIMEOUT where the database does not answer within five seconds */
export async function openSnapshot(signal?: AbortSignal): Promise<Snapshot> {
  const { client, isLost } = openClient();
  // The log may be locked.
  let isReading = true;
  let hasFailed = false;
  let pid = 0;
  const abort = () => void close(pid);
  try {
    pid = await findProcess(client);
    signal?.addEventListener("abort", abort);
    await begin(client);
    isReading = false;
    return { read, close: () => close(pid) };
  } catch (error) {
    await endSqlClient(client, { timeout: 0 });
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }

  async function read(chunk: ChunkBounds, take: (row: ExportRow) => void): Promise<string | null> {
    if (isLost() || hasFailed)
      throw Object.assign(new Error("The snapshot is gone"), { code: "CONNECTION_CLOSED" });
    isReading = true;
    try {
      const bound = await findBound(client, chunk);
      const range = { ...chunk.range, from: bound ?? chunk.range.from };
      const { sql: text, params } = dialect.sqlToQuery(selectChunk({ ...chunk, range }));
      await client.unsafe<ExportRow[]>(text, params.map(String), { prepare: true }).forEach(take);
      return bound;
    } catch (error) {
      // The driver may not have noticed yet that the connection is gone with it.
      hasFailed = true;
      throw error;
    } finally {
      isReading = false;
    }
  }

  async function close(pid: number): Promise<void> {
    // A server notices that a client is gone only when it writes to it: a search for a rare word would go on. The
    // driver's own cancel() ends the process where its connection fails.
    if (isReading) ownPool()`select pg_cancel_backend(${pid})`.catch(() => {});
    await endSqlClient(client, { timeout: 0 });
  }
}

function openClient() {
  let lost = false;
  const client = createSqlClient({
    max: 1,
    max_lifetime: null,
    connect_timeout: 5,
    connection: { application_name: "audit_log_export", idle_in_transaction_session_timeout: idleLimitMs },
    // The driver would connect anew for the next statement, and read on outside the snapshot.
    onclose: () => void (lost = true),
  });
  return { client, isLost: () => lost };
}

/** The process of the server that will have the snapshot. */
async function findProcess(client: Sql): Promise<number> {
  const [row] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  if (!row) throw new Error("The server did not name its process");
  return row.pid;
}

async function begin(client: Sql): Promise<void> {
  await client`begin isolation level repeatable read read only`;
  // Before the snapshot: entries that are moved to another partition after it would be in neither.
  await client`lock table only audit_logs, only audit_log_related in access share mode`;
  await client`select 1`;
}

const dialect = new PgDialect();

/** Of several things a chunk takes its share of each, or it would read a whole chunk of every one. */
async function findBound(client: Sql, { plan, range, share }: ChunkBounds): Promise<string | null> {
  if (countKeys(plan.branches) <= 1) return null;
  const { sql: text, params } = dialect.sqlToQuery(selectScanBound(plan.branches, range, share));
  const [bound] = await client.unsafe<{ id: string }[]>(text, params.map(String), { prepare: true });
  return bound?.id ?? null;
}

const columns = sql`id, nullif(organization_id, '') as "organizationId", actor_type as "actorType",
  actor_id as "actorId", actor_name as "actorName", impersonator_id as "impersonatorId",
  impersonator_name as "impersonatorName", action, outcome, resource_type as "resourceType",
  resource_id as "resourceId", resource_name as "resourceName", changes::text, metadata::text, ip,
  user_agent as "userAgent", request_id as "requestId",
  ${instant(sql`created_at`)} as "createdAt", ${instant(sql`recorded_at`)} as "recordedAt"`;

const names = sql`id, "organizationId", "actorType", "actorId", "actorName", "impersonatorId", "impersonatorName",
  action, outcome, "resourceType", "resourceId", "resourceName", changes, metadata, ip, "userAgent", "requestId",
  "createdAt", "recordedAt"`;

function instant(column: SQL): SQL {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function selectChunk({ plan: { branches, residual }, range, rows, bytes }: ChunkBounds): SQL {
  const matches = branches
    .map(built)
    .map((branch) => matchesOf(branch, and(within(branch, range), residual), rows));
  return sql`
    select ${names} from (
      select *, sum(octet_length(metadata) + coalesce(octet_length(changes), 0))
        over (order by id desc rows between unbounded preceding and 1 preceding) as preceding
      from (select * from (${sql.join(matches, sql` union all `)}) as found order by id desc limit ${rows}) as matches
    ) as measured
    where preceding is null or preceding < ${bytes} order by id desc`;
}

function matchesOf(branch: BranchParts, where: SQL | undefined, rows: number): SQL {
  const select = sql`select ${columns} from ${auditLogTable} where ${where} order by ${newestFirst(branch, rows)}`;
  return forEachKey(branch, select);
}
