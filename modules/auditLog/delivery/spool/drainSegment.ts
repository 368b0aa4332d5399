import { codeOf } from "@/modules/auditLog/delivery/failures";
import type { Batch } from "./batch";
import type { DeadLetters } from "./deadLetters";
import { reframe, unframe } from "./frame";
import { handOver, inChunks, type Deliver, type Verdict } from "./handOver";
import { readLines, type Line } from "./lines";
import { parseJson, spoolRecordSchema, type SpoolRecord } from "./record";
import type { Segment } from "./segments";

/** What all files of one drain share. */
export type Run = {
  deliver: Deliver;
  deadLetters: DeadLetters;
  mayGoOn: () => boolean;
  /** Transactions that were found undecided: no need to ask for each of their entries. */
  undecided: Set<string>;
  noteSettled: (verdict: Verdict) => void;
  noteTorn: (lines: number) => void;
  noteFailure: (code: string) => void;
};

/** `left`: what of a file that was read to its end still waits, in bytes. Null: the drain stopped within it. */
export type Drained = { segment: Segment; left: number | null };

type Known = { line: Line; record: SpoolRecord };
type Sorted = { torn: Line[]; unknown: { line: Line; value: unknown }[]; known: Known[] };

/** Hands over a file's records in order. What is settled is remembered, so that it is not handed over again. */
export async function drainSegment(segment: Segment, run: Run): Promise<Drained> {
  let left = 0;
  for await (const lines of inChunks(readLines(segment.path, segment.from))) {
    if (!run.mayGoOn()) return { segment, left: null };
    const chunk = sort(lines.filter(({ start }) => !segment.settled.has(start)));
    const goesOn = await settleChunk(segment, chunk, run);
    const known = chunk.known.filter(({ line }) => !segment.settled.has(line.start));
    const unknown = chunk.unknown.filter(({ line }) => !segment.settled.has(line.start));
    if (left === 0) segment.oldest = known[0]?.record.at ?? segment.oldest;
    left += [...known, ...unknown].reduce((bytes, { line }) => bytes + line.end - line.start, 0);
    if (left === 0) advance(segment, lines.at(-1)?.end ?? segment.from);
    if (!goesOn) return { segment, left: null };
  }
  return { segment, left };
}

/** The lines of a file that wait, by the batch, to be written anew. */
export async function* readWaiting({
  path,
  from,
  settled,
}: Segment): AsyncGenerator<{ batch: Batch; lines: Line[] }> {
  for await (const lines of inChunks(readLines(path, from))) {
    const waiting = lines.filter(({ start }) => !settled.has(start));
    if (waiting.length === 0) continue;
    const { known } = sort(waiting);
    const bytes = Buffer.concat(waiting.map((line) => reframe(line.bytes)));
    const oldest = known[0]?.record.at ?? null;
    yield { batch: { bytes, records: waiting.length, oldest }, lines: waiting };
  }
}

function sort(lines: Line[]): Sorted {
  const sorted: Sorted = { torn: [], unknown: [], known: [] };
  for (const line of lines) {
    const json = unframe(line.bytes);
    const value = json === null ? null : parseJson(json);
    const { data: record } = spoolRecordSchema.safeParse(value);
    if (json === null) sorted.torn.push(line);
    else if (record) sorted.known.push({ line, record });
    else sorted.unknown.push({ line, value });
  }
  return sorted;
}

async function settleChunk(segment: Segment, { torn, unknown, known }: Sorted, run: Run): Promise<boolean> {
  const asked = known.filter(({ record }) => !run.undecided.has(record.txid ?? ""));
  const { verdicts, isAway } = await handOver(
    run.deliver,
    asked.map(({ record }) => record),
  );
  for (const line of torn) segment.settled.add(line.start);
  run.noteTorn(torn.length);
  const letters: Letter[] = unknown.map(({ line, value }) => ({
    line,
    record: value,
    code: "UNKNOWN_SHAPE",
  }));
  for (const [index, { line, record }] of asked.entries()) {
    const verdict = verdicts[index] ?? "waiting";
    if (typeof verdict === "object") letters.push({ line, record, code: verdict.deadLetter });
    else if (verdict !== "waiting") settle(segment, { line, verdict, run });
    else if (record.txid !== undefined && !isAway) run.undecided.add(record.txid);
  }
  await bury(segment, letters, run);
  return !isAway;
}

type Letter = { line: Line; record: unknown; code: string };

/** A record leaves its file only after its dead letter is on disk. */
async function bury(segment: Segment, letters: Letter[], run: Run): Promise<void> {
  const at = new Date().toISOString();
  try {
    await run.deadLetters.append(letters.map(({ record, code }) => ({ record, code, at })));
    for (const { line, code } of letters) settle(segment, { line, verdict: { deadLetter: code }, run });
  } catch (error) {
    run.noteFailure(codeOf(error));
  }
}

function settle(segment: Segment, { line, verdict, run }: { line: Line; verdict: Verdict; run: Run }): void {
  segment.settled.add(line.start);
  segment.waiting--;
  run.noteSettled(verdict);
}

function advance(segment: Segment, to: number): void {
  segment.from = to;
  for (const start of segment.settled) if (start < to) segment.settled.delete(start);
}
