import { and, eq } from "drizzle-orm";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { toArray } from "@/modules/auditLog/delivery/arrays.repo";
import type { Branch, Group, Presence } from "./branch.repo";
import type { Segments } from "./keyset.repo";
import { pages } from "./pool.repo";
import { toRow } from "./prepared.repo";
import { entryColumns, statements } from "./statements.repo";

export type AuditLogRow = Omit<typeof auditLogTable.$inferSelect, "txid">;

/** An entry's primary key. */
export type EntryKey = { id: string; organizationId: string };

/** The newest entries of a branch, newest first. */
export async function findEntriesOf(branch: Branch, ranges: Segments, limit: number): Promise<AuditLogRow[]> {
  const found = await statements().entriesOf(branch)(toValues(branch, ranges, limit));
  return found.map(toRow);
}

type Accompanied = { rows: AuditLogRow[]; hasOthers: boolean | undefined };

/** The same, and whether there can be entries of another kind; undefined where there are no rows to tell it. */
export async function findEntriesAndPresence(
  branch: Branch,
  presence: Presence,
  { limit, ...ranges }: Segments & { limit: number },
): Promise<Accompanied> {
  const values = { ...toValues(branch, ranges, limit), ...toPresence(presence) };
  const found = await statements().entriesAndPresence(branch)(values);
  return { rows: found.map(toRow), hasOthers: found[0]?.hasOthers };
}

/** The keys of the newest entries that a branch names as related, newest first. */
export function findKeysOf(branch: Branch, ranges: Segments, limit: number): Promise<readonly EntryKey[]> {
  return statements().keysOf(branch)(toValues(branch, ranges, limit));
}

function toValues({ values }: Branch, { since, before }: Segments, limit: number) {
  return { ...values, since: toArray(since), before: toArray(before), limit: String(limit) };
}

/** The keys of at most so many tenants that have entries of a group. */
export async function findTenantKeys(group: Group, limit: number): Promise<string[]> {
  const rows = await statements().tenantsOf(group)({ ...group.values, limit: String(limit) });
  return rows.map(({ key }) => key);
}

/** Whether there is any entry that has this in common. */
export async function hasAny(presence: Presence): Promise<boolean> {
  const rows = await statements().presence(toPresence(presence));
  return rows.length > 0;
}

function toPresence({ kind, value }: Presence) {
  return { kind, presence: value };
}

/** In the order of the keys. */
export async function findByKeys(keys: readonly EntryKey[]): Promise<AuditLogRow[]> {
  if (keys.length === 0) return [];
  const found = await statements().entriesByKey({
    ids: toArray(keys.map(({ id }) => id)),
    organizationIds: toArray(keys.map(({ organizationId }) => organizationId)),
  });
  return found.map(toRow);
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
