import type { Branch } from "./branch.repo";
import { findByKeys, findEntriesOf, findKeysOf, type AuditLogRow } from "./pages.repo";
import { isPresent } from "./presence";
import { segmentsOf, type Segments } from "./segments";

/** Ids from `from` on (null: from the beginning) and less than `before`. */
type Page = { from: string | null; before: string; limit: number };

/** The newest entries of all branches, newest first. Each is read by itself: together they take longer. */
export async function findPage(branches: readonly Branch[], page: Page): Promise<AuditLogRow[]> {
  const segments = segmentsOf(page, new Date());
  const found = await Promise.all(branches.map((branch) => findOf(branch, segments, page.limit)));
  const [only, another] = found;
  if (only && !another) return only;
  return found
    .flat()
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, page.limit);
}

async function findOf(branch: Branch, segments: Segments, limit: number): Promise<AuditLogRow[]> {
  if (!(await isPresent(branch.presence))) return [];
  if (branch.holds === "entries") return findEntriesOf(branch, segments, limit);
  return findByKeys(await findKeysOf(branch, segments, limit));
}
