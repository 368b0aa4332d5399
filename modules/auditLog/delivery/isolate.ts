import type { EntryRow, StoreFailure } from "./store.repo";

/** Null: the entry is stored. */
export type Settled = StoreFailure | null;

/** Stores all of the rows or none. */
export type Store = (rows: EntryRow[]) => Promise<Settled>;

/** `store`, and for which failures it may be one entry's fault that none are stored. */
export type Isolation = { store: Store; isOfOne: (failure: StoreFailure) => boolean };

/**
 * Stores rows, and says of each what became of it. Where one is refused for its own sake it is found by
 * halves, and the others are stored.
 */
export async function storeIsolating(rows: EntryRow[], isolation: Isolation): Promise<Settled[]> {
  const failure = await isolation.store(rows);
  if (failure === null || rows.length === 1 || !isolation.isOfOne(failure)) return rows.map(() => failure);
  const middle = Math.floor(rows.length / 2);
  const first = await storeIsolating(rows.slice(0, middle), isolation);
  return [...first, ...(await storeIsolating(rows.slice(middle), isolation))];
}
