import { and, between, desc, getTableColumns, sql } from "drizzle-orm";
import { db } from "@/db/drizzle";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { toEntry } from "@/modules/auditLog/reading/page";
import { pages } from "@/modules/auditLog/reading/pool.repo";
import { plainTable } from "@/tests/bench/plain";
import { pageSize } from "./processes";
import type { Read } from "./reads";

const { txid: _, ...entryColumns } = getTableColumns(auditLogTable);

export type Key = { id: string; organizationId: string };

/** The keys of a page of a read, so many entries down, found without the module. */
export function findKeys({ where }: Read, offset = 0): Promise<Key[]> {
  const { id, organizationId } = auditLogTable;
  return db
    .select({ id, organizationId })
    .from(auditLogTable)
    .where(where(auditLogTable))
    .orderBy(desc(id))
    .limit(pageSize)
    .offset(offset);
}

/**
 * Fetches these entries by the primary key, whose first column is `id`, on the module's own connections and as
 * entries: what it costs when nothing has to be found.
 */
export function byKey(keys: readonly Key[]): () => Promise<AuditLogEntry[]> {
  const ids = `{${keys.map(({ id }) => id).join(",")}}`;
  const statement = pages()
    .select(entryColumns)
    .from(auditLogTable)
    .where(sql`${auditLogTable.id} = any(${sql.placeholder("ids")}::uuid[])`)
    .orderBy(desc(auditLogTable.id))
    .prepare("bench_by_key");
  return async () => {
    const rows = await statement.execute({ ids });
    return rows.map((row) => toEntry(row, "member"));
  };
}

/** The same where the statement says between which ids they lie, so that only their months are looked into. */
export function byKeyBetween(keys: readonly Key[]): () => Promise<AuditLogEntry[]> {
  const ids = keys.map(({ id }) => id);
  const statement = pages()
    .select(entryColumns)
    .from(auditLogTable)
    .where(
      and(
        sql`${auditLogTable.id} = any(${sql.placeholder("ids")}::uuid[])`,
        between(auditLogTable.id, sql.placeholder("oldest"), sql.placeholder("newest")),
      ),
    )
    .orderBy(desc(auditLogTable.id))
    .prepare("bench_by_key_between");
  return async () => {
    const rows = await statement.execute({ ids: `{${ids.join(",")}}`, oldest: ids.at(-1), newest: ids[0] });
    return rows.map((row) => toEntry(row, "member"));
  };
}

/** The usual way: newest first by `created_at`, a page by OFFSET. */
export function selectPlain({ where }: Read, offset = 0) {
  const query = db
    .select()
    .from(plainTable)
    .where(where(plainTable))
    .orderBy(desc(plainTable.createdAt))
    .limit(pageSize);
  return offset === 0 ? query : query.offset(offset);
}

export function countEntries({ where }: Read): Promise<number> {
  return db.$count(auditLogTable, where(auditLogTable));
}
