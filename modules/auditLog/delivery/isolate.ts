import { isOfEntry } from "./failures";
import type { EntryRow, StoreFailure } from "./store.repo";

/** Null: the entry is stored. */
export type Settled = StoreFailure | null;

/** Stores all of the rows or none. */
export type Store = (rows: EntryRow[]) => Promise<Settled>;

/**
 * Stores rows, and says of each what became of it. Where one is refused for its own sake it is found by
 * halves, and the others are stored.
 */
export async function storeIsolating(rows: EntryRow[], store: Store): Promise<Settled[]> {
  const failure = await store(rows);
  if (failure === null || rows.length === 1 || !isOfEntry(failure)) return rows.map(() => failure);
  const middle = Math.floor(rows.length / 2);
  const first = await storeIsolating(rows.slice(0, middle), store);
  return [...first, ...(await storeIsolating(rows.slice(middle), store))];
}
