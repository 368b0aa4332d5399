import { isDeepStrictEqual } from "node:util";
import { instantOf } from "@/modules/auditLog/capture/id";
import type { AuditLogEntry, AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { pageSize } from "./processes";
import type { Key } from "./rows";

type Pages = { keys: readonly Key[]; page: AuditLogPage; byKey: readonly AuditLogEntry[] };

/**
 * What is measured has to be the same: the page is these rows, in this order, and as entries equal to those that were
 * fetched by key.
 *
 * @throws Error
 */
export function requirePages({ keys, page, byKey }: Pages): void {
  const isPage = isDeepStrictEqual(
    page.entries.map(({ id }) => id),
    keys.map(({ id }) => id),
  );
  if (keys.length === 0) throw new Error("The list is empty: nothing would be measured");
  if (!isPage) throw new Error("The page does not hold the newest entries of its list");
  if (!isDeepStrictEqual(page.entries, byKey))
    throw new Error("The entries by key are not those of the page");
  if (keys.length < pageSize && page.nextCursor !== null)
    throw new Error("A page that is the last has a cursor");
}

/**
 * The plain way has entries of its own, of the same instants.
 *
 * @throws Error
 */
export function requirePlain(keys: readonly Key[], rows: readonly { createdAt: Date }[]): void {
  const instants = rows.map(({ createdAt }) => createdAt.getTime());
  if (
    !isDeepStrictEqual(
      instants,
      keys.map(({ id }) => instantOf(id).getTime()),
    )
  )
    throw new Error("The plain page is not of the same entries");
}
