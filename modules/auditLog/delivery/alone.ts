import { failureOf } from "./failures";
import type { Settled } from "./isolate";
import { ownPool } from "./pool.repo";
import { flushLog, storeRows, storeRowsOnce, type EntryRow } from "./store.repo";
import { withinTime } from "./withinTime";

const uniqueViolation = "23505";

/** Stores new entries by themselves, on the log's own connections. Never rejects. */
export async function storeAlone(rows: EntryRow[]): Promise<Settled> {
  try {
    await storeRows(ownPool(), rows);
    return null;
  } catch (error) {
    const failure = failureOf(error);
    return failure.code === uniqueViolation ? storeOnce(rows) : failure;
  }
}

/** The same for entries of which some may be stored already. */
export async function storeOnce(rows: EntryRow[]): Promise<Settled> {
  try {
    await storeRowsOnce(ownPool(), rows);
    return null;
  } catch (error) {
    return failureOf(error);
  }
}

/** Makes the id of an open transaction survive a crash of the server; false where it did not answer in time. */
export async function flushAlone(): Promise<boolean> {
  const flushed = flushLog(ownPool()).then(
    () => true,
    () => false,
  );
  return withinTime(flushed, { milliseconds: 1_000, late: false });
}
