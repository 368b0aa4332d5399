import { answered } from "./answered";
import type { Branch, Presence } from "./branch.repo";
import {
  findByKeys,
  findEntriesAndPresence,
  findEntriesOf,
  findKeysOf,
  type AuditLogRow,
} from "./pages.repo";
import { isKnown, isPresent, note } from "./presence";
import { segmentsOf } from "./segments";

/** Ids from `from` on (null: from the beginning) and less than `before`. */
type Page = { from: string | null; before: string; limit: number };

/** The newest entries of all branches, newest first. Each is read by itself: together they take longer. */
export function findPage(branches: readonly Branch[], page: Page): Promise<AuditLogRow[]> {
  return answered(async () => {
    const [first, second, third] = branches;
    const presence = second?.presence;
    if (first && second && !third && presence && !isKnown(presence)) {
      const { rows, hasOthers } = await findFirst(first, presence, page);
      return hasOthers === false ? rows : merge([rows, await findOf(second, page)], page.limit);
    }
    return merge(await Promise.all(branches.map((branch) => findOf(branch, page))), page.limit);
  });
}

/** Of most lists the second branch holds nothing, and the first tells so by the way. */
async function findFirst(branch: Branch, presence: Presence, { limit, ...range }: Page) {
  const ranges = { ...segmentsOf(range, new Date()), limit };
  const found = await findEntriesAndPresence(branch, presence, ranges);
  if (found.hasOthers === true) note(presence);
  return found;
}

function merge(found: AuditLogRow[][], limit: number): AuditLogRow[] {
  const [only, another] = found;
  if (only && !another) return only;
  return found
    .flat()
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, limit);
}

async function findOf(branch: Branch, page: Page): Promise<AuditLogRow[]> {
  if (!(await isPresent(branch.presence))) return [];
  if (branch.holds === "keys") return findNamed(branch, page);
  return findEntriesOf(branch, segmentsOf(page, new Date()), page.limit);
}

/** A key without its entry, whose partition is gone, must not end the list. */
async function findNamed(branch: Branch, page: Page): Promise<AuditLogRow[]> {
  const rows: AuditLogRow[] = [];
  for (let { before } = page; ;) {
    const keys = await findKeysOf(branch, segmentsOf({ ...page, before }, new Date()), page.limit);
    rows.push(...(await findByKeys(keys)));
    const last = keys.at(-1);
    if (last === undefined || keys.length < page.limit || rows.length >= page.limit) return rows;
    before = last.id;
  }
}
