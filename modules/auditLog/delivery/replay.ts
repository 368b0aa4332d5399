import { hint } from "@/modules/auditLog/live/hint";
import { storeOnce } from "./alone";
import { noteError, noteFailure, noteSuccess } from "./availability";
import { failureOf, isOfEntry, isOfOne, isUnavailable } from "./failures";
import { storeIsolating, type Settled } from "./isolate";
import { ownPool, replaceOwnPool } from "./pool.repo";
import type { DeadLetter, Deliver, SpoolRecord, Verdict } from "./spool/spool";
import { delivery, openedDelivery } from "./state";
import { answers, fatesOf, toRow, type EntryRow, type StoreFailure } from "./store.repo";
import { withinTime } from "./withinTime";

export type ReplayCounts = { stored: number; withdrawn: number; waiting: number; dead: number };

const pauseMs = { first: 250, longest: 5_000 };
const deadlineMs = 5_000;
const maxBatch = 500;
const queryCanceled = "57014";

/**
 * Hands over what waits on disk, this process's and what dead ones left, and tries again until nothing
 * waits. Never rejects.
 */
export async function replay(): Promise<void> {
  const state = delivery();
  const { stored, withdrawn, dead } = await replaySpool();
  if (stored + withdrawn + dead > 0) state.replayPauseMs = pauseMs.first;
  const isWaiting = () => state.spool.stats().waiting > 0;
  if (openedDelivery() !== state) return;
  if (state.unavailable && !isWaiting()) await knock();
  if ((isWaiting() || state.unavailable) && openedDelivery() === state) replaySoon();
}

/** Asks whether the database answers, where no entry waits that would tell. */
async function knock(): Promise<void> {
  const failure = await inTime(answers(ownPool()).then(() => null, failureOf));
  if (failure === null) noteSuccess();
}

/** Replays after a pause, which doubles each time that nothing could be stored. */
export function replaySoon(): void {
  const state = delivery();
  if (state.replayTimer) return;
  state.replayTimer = setTimeout(() => {
    state.replayTimer = undefined;
    void replay();
  }, state.replayPauseMs).unref();
  state.replayPauseMs = Math.min(2 * state.replayPauseMs, pauseMs.longest);
}

export function replayNow(): void {
  const state = delivery();
  clearTimeout(state.replayTimer);
  state.replayTimer = undefined;
  state.replayPauseMs = pauseMs.first;
  void replay();
}

/** Hands over what waits on disk once, and says what became of it. */
export function replaySpool(): Promise<ReplayCounts> {
  return counting((deliver) => delivery().spool.drain(deliver));
}

/** Hands over what the database refused before; what it refuses again stays where it is. */
export function replayDeadLetters(): Promise<ReplayCounts> {
  return counting((deliver) => delivery().spool.replayDeadLetters(deliver));
}

export function deadLetters(): Promise<DeadLetter[]> {
  return delivery().spool.readDeadLetters();
}

async function counting(handOver: (deliver: Deliver) => Promise<void>): Promise<ReplayCounts> {
  const total: ReplayCounts = { stored: 0, withdrawn: 0, waiting: 0, dead: 0 };
  await handOver(async (records) => {
    const verdicts = await redeliver(records);
    for (const verdict of verdicts) total[typeof verdict === "string" ? verdict : "dead"]++;
    const { unavailable } = delivery();
    // Told by a rejection that the next need not be tried.
    if (unavailable && verdicts.every((verdict) => verdict === "waiting"))
      throw new DatabaseAway(unavailable);
    return verdicts;
  });
  return total;
}

class DatabaseAway extends Error {
  readonly code: string;

  constructor({ code }: StoreFailure) {
    super(`The database does not answer (${code}); the entries wait on disk`);
    this.code = code;
  }
}

/**
 * Delivers entries once more; those that are stored already are passed over. An entry of a transaction is
 * stored if that committed, and withdrawn if it did not.
 */
export async function redeliver(records: SpoolRecord[]): Promise<Verdict[]> {
  const fates = await fatesOfTransactions(records);
  if (fates === null) return records.map(() => "waiting");
  const verdicts = new Map<SpoolRecord, Verdict>();
  const due: SpoolRecord[] = [];
  for (const record of records) {
    const verdict = record.txid === undefined ? null : verdictOf(fates.get(record.txid));
    if (verdict === null) due.push(record);
    else verdicts.set(record, verdict);
  }
  const settled = await storePaced(due.map(({ entry }) => toRow(entry)));
  const answers = settled.includes(null);
  if (answers) noteSuccess();
  for (const [at, record] of due.entries()) {
    const verdict = verdictOn(settled[at] ?? null, answers);
    if (verdict === "stored") hint(record.entry);
    verdicts.set(record, verdict);
  }
  return records.map((record) => verdicts.get(record) ?? "waiting");
}

/** Fewer at a time where the database takes too long for many: the same number again would wait for ever. */
async function storePaced(rows: EntryRow[]): Promise<Settled[]> {
  const state = delivery();
  const settled: Settled[] = [];
  while (settled.length < rows.length) {
    const part = rows.slice(settled.length, settled.length + state.replayBatch);
    const results = await storeIsolating(part, { store, isOfOne });
    settled.push(...results);
    const failure = results.find((result) => result !== null && isUnavailable(result));
    state.replayBatch = nextBatch(state.replayBatch, failure?.code);
    if (failure) settled.push(...rows.slice(settled.length).map(() => failure));
  }
  return settled;
}

function nextBatch(size: number, code: string | undefined): number {
  if (code === undefined) return Math.min(2 * size, maxBatch);
  return code === queryCanceled ? Math.max(1, Math.floor(size / 2)) : size;
}

async function fatesOfTransactions(records: SpoolRecord[]): Promise<Map<string, string> | null> {
  const ids = [...new Set(records.flatMap(({ txid }) => txid ?? []))];
  if (ids.length === 0) return new Map();
  const fates = await inTime(fatesOf(ownPool(), ids).catch(failureOf));
  if (fates instanceof Map) return fates;
  noteFailure(fates);
  return null;
}

/** Null: the transaction committed, and its entry is due. */
function verdictOf(fate: string | undefined): Verdict | null {
  if (fate === "committed") return null;
  if (fate === "aborted") return "withdrawn";
  return fate === "in progress" ? "waiting" : { deadLetter: "TRANSACTION_UNKNOWN" };
}

function verdictOn(failure: Settled, databaseAnswers: boolean): Verdict {
  if (failure === null) return "stored";
  if (databaseAnswers) noteError(failure.code);
  else noteFailure(failure);
  return isOfEntry(failure) ? { deadLetter: failure.code } : "waiting";
}

function store(rows: EntryRow[]): Promise<Settled> {
  return inTime(storeOnce(rows));
}

async function inTime<Result>(result: Promise<Result>): Promise<Result | { code: string }> {
  const late = { code: "TIMEOUT" };
  const settled = await withinTime(result, { milliseconds: deadlineMs, late });
  if (settled === late) replaceOwnPool();
  return settled;
}
