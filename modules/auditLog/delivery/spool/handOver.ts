import type { Line } from "./lines";
import type { SpoolRecord } from "./record";

/** What became of one record. `waiting`: it can't be told yet. A dead letter's text is the error code. */
export type Verdict = "stored" | "withdrawn" | "waiting" | { deadLetter: string };

/** A verdict for each record, in their order. Rejecting means that all of them wait, and that it is no use to go on. */
export type Deliver = (records: SpoolRecord[]) => Promise<Verdict[]>;

export type Outcome = {
  verdicts: Verdict[];
  /** The database seems to be away: the next records need not be tried. */
  isAway: boolean;
};

/**
 * All waiting is taken for a database that is away, unless every record waits for a transaction to end: one
 * that stays open must not hold up the others.
 */
export async function handOver(deliver: Deliver, records: SpoolRecord[]): Promise<Outcome> {
  if (records.length === 0) return { verdicts: [], isAway: false };
  try {
    const given = await deliver(records);
    const verdicts = records.map((_, index) => given[index] ?? "waiting");
    const isStuck = verdicts.every((verdict) => verdict === "waiting");
    return { verdicts, isAway: isStuck && records.some(({ txid }) => txid === undefined) };
  } catch {
    return { verdicts: records.map(() => "waiting" as const), isAway: true };
  }
}

const maxLines = 500;
const maxBytes = 4 * 2 ** 20;

/** Lines by the chunk: at most 500, of about 4 MB. */
export async function* inChunks(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let chunk: Line[] = [];
  let bytes = 0;
  for await (const line of lines) {
    chunk.push(line);
    bytes += line.bytes.length;
    if (chunk.length < maxLines && bytes < maxBytes) continue;
    yield chunk;
    chunk = [];
    bytes = 0;
  }
  if (chunk.length > 0) yield chunk;
}
