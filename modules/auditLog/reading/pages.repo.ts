import { and, eq } from "drizzle-orm";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { toArray } from "@/modules/auditLog/delivery/arrays.repo";
import type { Branch, Presence } from "./branch.repo";
import { pages } from "./pool.repo";
import { entryColumns, statements } from "./statements.repo";

export type AuditLogRow = Omit<typeof auditLogTable.$inferSelect, "txid">;

/** An entry's primary key. */
export type EntryKey = { id: string; organizationId: string };

/** Ranges of ids that follow each other, newest first: the n-th is from `since[n]` on and before `before[n]`. */
type Ranges = { since: readonly string[]; before: readonly string[] };

/** The newest entries of a branch, newest first. */
export function findEntriesOf(branch: Branch, ranges: Ranges, limit: number): Promise<AuditLogRow[]> {
  return statements()
    .entriesOf(branch)
    .execute(toValues(branch, ranges, limit));
}

type Accompanied = { rows: AuditLogRow[]; hasOthers: boolean | undefined };

/** The same, and whether there can be entries of another kind; undefined where there are no rows to tell it. */
export async function findEntriesAndPresence(
  branch: Branch,
  presence: Presence,
  { limit, ...ranges }: Ranges & { limit: number },
): Promise<Accompanied> {
  const found = await statements()
    .entriesAndPresence(branch)
    .execute({ ...toValues(branch, ranges, limit), ...toPresence(presence) });
  const rows = found.map(({ hasOthers: _, ...row }) => row);
  return { rows, hasOthers: found[0]?.hasOthers };
}

/** The keys of the newest entries that a branch names as related, newest first. */
export function findKeysOf(branch: Branch, ranges: Ranges, limit: number): Promise<EntryKey[]> {
  return statements()
    .keysOf(branch)
    .execute(toValues(branch, ranges, limit));
}

function toValues({ values }: Branch, { since, before }: Ranges, limit: number) {
  return { ...values, since: toArray(since), before: toArray(before), limit };
}

/** Whether there is any entry that has this in common. */
export async function hasAny(presence: Presence): Promise<boolean> {
  const rows = await statements().presence.execute(toPresence(presence));
  return rows.length > 0;
}

function toPresence({ kind, value }: Presence) {
  return { kind, presence: value };
}

/** In the order of the keys. */
export async function findByKeys(keys: readonly EntryKey[]): Promise<AuditLogRow[]> {
  if (keys.length === 0) return [];
  return statements().entriesByKey.execute({
    ids: toArray(keys.map(({ id }) => id)),
    organizationIds: toArray(keys.map(({ organizationId }) => organizationId)),
  });
}

/** One entry, of one tenant or of whichever it is. */
export async function findById(id: string, organizationId?: string): Promise<AuditLogRow | null> {
  const ofOne = organizationId === undefined ? undefined : eq(auditLogTable.organizationId, organizationId);
  const rows = await pages()
    .select(entryColumns)
    .from(auditLogTable)
    .where(and(eq(auditLogTable.id, id), ofOne))
    .limit(1)
    .prepare("entry")
    .execute();
  return rows[0] ?? null;
}
