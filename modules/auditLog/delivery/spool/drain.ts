import { codeOf } from "@/modules/auditLog/delivery/failures";
import { syncFolder } from "./folder";
import { drainSegment, readWaiting, type Drained, type Run } from "./drainSegment";
import type { Journal } from "./journal";
import { ignoreMissing, type Segment, type Segments } from "./segments";

const smallBytes = 64 * 1024;

/** Hands over what waits, in the order of writing: first what is sealed, then what this process appended since. */
export async function drainSegments(segments: Segments, journal: Journal, run: Run): Promise<void> {
  const drained = await drainEach(segments.sealed(), segments, run);
  if (drained.some(({ left }) => left === null)) return;
  await journal.seal();
  const known = new Set(drained.map(({ segment }) => segment));
  drained.push(
    ...(await drainEach(
      segments.sealed().filter((each) => !known.has(each)),
      segments,
      run,
    )),
  );
  for (const segment of toMerge(drained)) await merge(segment, segments, journal);
}

async function drainEach(list: Segment[], segments: Segments, run: Run): Promise<Drained[]> {
  const drained: Drained[] = [];
  for (const segment of list) {
    const result = run.mayGoOn() ? await drainOne(segment, segments, run) : { segment, left: null };
    drained.push(result);
    if (result.left === null) break;
  }
  return drained;
}

async function drainOne(segment: Segment, segments: Segments, run: Run): Promise<Drained> {
  try {
    const drained = await drainSegment(segment, run);
    if (drained.left === 0) await segments.remove(segment);
    return drained;
  } catch (error) {
    // One that can't be read does not hold up the others.
    run.noteFailure(codeOf(error));
    if (codeOf(error) === "ENOENT") segments.forget(segment);
    return { segment, left: segment.bytes };
  }
}

/** Files that are settled for the most part, and small ones if there are several: entries of a transaction that stays open. */
function toMerge(drained: Drained[]): Segment[] {
  const isHollow = ({ segment, left }: Drained) => left !== null && left > 0 && left * 2 < segment.bytes;
  const isSmall = ({ left }: Drained) => left !== null && left > 0 && left < smallBytes;
  const small = drained.filter(isSmall);
  return drained
    .filter((each) => isHollow(each) || (small.length > 1 && isSmall(each)))
    .map(({ segment }) => segment);
}

/** Appends anew what waits in a file, then removes it: after a crash between the two it is there twice, never lost. */
async function merge(segment: Segment, segments: Segments, journal: Journal): Promise<void> {
  try {
    for await (const { batch, lines } of readWaiting(segment)) {
      if ((await journal.append(batch)) !== null) return;
      for (const { start } of lines) segment.settled.add(start);
      segment.waiting -= batch.records;
    }
    await segments.remove(segment);
    await syncFolder(segments.folder);
  } catch (error) {
    ignoreMissing(error);
  }
}
