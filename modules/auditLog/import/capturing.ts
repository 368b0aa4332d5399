import { setImmediate as turn } from "node:timers/promises";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { RefusedError, UnfinishedError, type Refusal } from "./import.types";
import type { Opened } from "./open";
import type { Position, SourceBatch } from "./source";

/** Which rows of a batch, and whether those that can't be understood are passed over or end it. */
export type Range = { from: number; to: number; goesOn: boolean };

/** Rows that have become entries, in their order. */
export type Captured = {
  entries: StoredEntry[];
  refusals: Refusal[];
  /** The number of the first row that was not looked at. */
  to: number;
  /** The position behind what is here. */
  end: Position;
  /** The row that ends the import; nothing behind it was looked at. */
  stop: Refusal | null;
};

// So many take about a millisecond; in between the connection is served, or the database would wait for its next bytes.
const rowsAtOnce = 50;

/** Makes entries of a batch's rows. */
export async function capture(
  batch: SourceBatch,
  { from, to, goesOn }: Range,
  convert: Opened["convert"],
): Promise<Captured> {
  const end = to === batch.size ? batch.end : batch.before(to);
  const captured: Captured = { entries: [], refusals: [], to, end, stop: null };
  for (let at = from; at < to; at++) {
    if (at % rowsAtOnce === rowsAtOnce - 1) await turn();
    try {
      captured.entries.push(convert(batch.row(at)));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const refusal = { place: batch.placeOf(at), reason: reasonOf(error) };
      if (!goesOn || error instanceof UnfinishedError)
        return { ...captured, to: at, end: batch.before(at), stop: refusal };
      captured.refusals.push(refusal);
    }
  }
  return captured;
}

function reasonOf(error: RefusedError): string {
  if (!(error instanceof UnfinishedError)) return error.message;
  return `${error.message} (it has no line end, so that it may not be written to its end yet, and is never skipped)`;
}
