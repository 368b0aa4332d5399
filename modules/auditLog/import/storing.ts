import { codeOf, isOfEntry } from "@/modules/auditLog/delivery/failures";
import { adviceOn } from "@/modules/auditLog/errorCodes.types";
import { capture, type Captured } from "./capturing";
import { encode, store, type Encoded, type Target } from "./import.repo";
import { ImportError, type ImportProgress, type ImportRequest, type Refusal } from "./import.types";
import { ensureMonths, monthsOf } from "./months";
import type { Opened } from "./open";
import type { Position, SourceBatch } from "./source";

/** A run's way into the log: where it is, and what came of the rows so far. */
export type Run = {
  target: Target;
  request: ImportRequest;
  convert: Opened["convert"];
  position: Position | null;
  progress: ImportProgress;
  /** Months that are known to have their partition. */
  months: Set<string>;
};

/**
 * A batch as it is sent. Its entries are not kept: what lives on while the next ones are made costs the garbage collector
 * more than making them once more in the rare case.
 */
export type Ready = Omit<Captured, "entries"> & { batch: SourceBatch; months: string[]; encoded: Encoded };

/** All batches, up to the row that ends the import. */
export async function* prepareAll(
  batches: AsyncIterable<SourceBatch>,
  { request, convert }: Pick<Run, "request" | "convert">,
): AsyncGenerator<Ready> {
  const goesOn = request.onRefused !== undefined;
  for await (const batch of batches) {
    if (batch.size === 0) continue;
    const { entries, ...captured } = await capture(batch, { from: 0, to: batch.size, goesOn }, convert);
    yield { ...captured, batch, months: monthsOf(entries), encoded: encode(entries) };
    if (captured.stop !== null) return;
  }
}

/**
 * Stores what is ready and notes the position behind it, together. Of rows that the database refuses for what they hold
 * the first is found by halves.
 *
 * @throws ImportError where a row ends the import, after all before it is stored
 */
export async function storeReady(run: Run, several: readonly Ready[]): Promise<void> {
  const last = several.at(-1);
  if (last === undefined) return;
  const refusals = several.flatMap((ready) => ready.refusals);
  await report(run, refusals);
  for (const { months } of several) await ensureMonths(run, months);
  const step = { entries: several.map(({ encoded }) => encoded), refused: refusals.length, end: last.end };
  try {
    await storeStep(run, step);
  } catch (error) {
    if (!isRefused(error)) throw error;
    for (const { batch, to } of several) await storeRows(run, batch, { from: 0, to });
  }
  run.progress.rows += refusals.length;
  run.progress.share = last.batch.share;
  if (last.stop !== null) throw endedBy(last.stop);
}

type Rows = { from: number; to: number };

/** Rows of a batch, some of which may be refused. Those that could not be understood are reported already. */
async function storeRows(run: Run, batch: SourceBatch, { from, to }: Rows): Promise<void> {
  const { entries, refusals, end } = await capture(batch, { from, to, goesOn: true }, run.convert);
  try {
    await storeStep(run, { entries: [encode(entries)], refused: refusals.length, end });
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (to - from === 1) return refuse(run, { place: batch.placeOf(from), code: codeOf(error), end });
    const middle = from + Math.floor((to - from) / 2);
    await storeRows(run, batch, { from, to: middle });
    await storeRows(run, batch, { from: middle, to });
  }
}

function isRefused(error: unknown): boolean {
  return !(error instanceof ImportError) && isOfEntry({ code: codeOf(error) });
}

async function refuse(
  run: Run,
  { place, code, end }: { place: string; code: string; end: Position },
): Promise<void> {
  const refusal = { place, reason: `the database refuses what it holds (${code})` };
  if (run.request.onRefused === undefined) throw endedBy(refusal);
  await report(run, [refusal]);
  await storeStep(run, { entries: [], refused: 1, end });
  run.progress.rows += 1;
}

async function report({ request, progress }: Run, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  await request.onRefused?.(refusals);
  progress.refused += refusals.length;
}

type Step = { entries: readonly Encoded[]; refused: number; end: Position };

async function storeStep(run: Run, { entries, refused, end }: Step): Promise<void> {
  const { target, progress } = run;
  if (target.isLost()) throw brokeOff("CONNECTION_CLOSED");
  const stored = await store(target, { entries, refused, from: run.position, to: end });
  if (stored === null)
    throw new ImportError(
      `Another process has gone on with the import "${target.name}" meanwhile. Run this again.`,
    );
  run.position = end;
  const count = entries.reduce((sum, encoded) => sum + encoded.count, 0);
  progress.rows += count;
  progress.imported += stored;
  progress.existing += count - stored;
}

function endedBy({ place, reason }: Refusal): ImportError {
  return new ImportError(
    `The import ended at ${place}: ${reason}. Everything before it is in the log. Mend it, leave what stands before it ` +
      "as it is, and run this again, which goes on there; or go on without such rows by --skip-bad <file>.",
  );
}

/** What ended the connection, and that nothing is lost by it. */
export function brokeOff(code: string): ImportError {
  const { meaning, remedy } = adviceOn(code);
  // Others are remedied by time, or speak of what waits in the spool.
  const advice = /^(25|42|53)/.test(code) ? `${meaning} ${remedy}` : meaning;
  return new ImportError(
    `The import broke off (${code}). ${advice} How far it came is recorded: run this again, which goes on there.`,
  );
}
