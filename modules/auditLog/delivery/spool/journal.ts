import { open, type FileHandle } from "node:fs/promises";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import type { Batch } from "./batch";
import { ensureFolder, isInPlace, syncFolder } from "./folder";
import { createQueue } from "./queue";
import type { Segment, Segments } from "./segments";
import { watchProgress } from "./watchdog";

const maxSegmentBytes = 16 * 2 ** 20;
const maxAttempts = 3;
const maxWriteBytes = 2 ** 20;

type Active = { handle: FileHandle; segment: Segment };
type Request = { batch: Batch; settle: (code: string | null) => void };

type Limits = { hasRoom: (bytes: number) => boolean; maxHeldBytes: number };

export type Journal = ReturnType<typeof openJournal>;

/**
 * Appends to one file at a time. Calls that come while a write is under way gather, and share the next write
 * and fdatasync. `hasRoom` is told what they take together. What is more than may be held is
 * refused: a disk that hangs must not fill the memory.
 */
export function openJournal(segments: Segments, { hasRoom, maxHeldBytes }: Limits) {
  const exclusively = createQueue();
  const gathered: Request[] = [];
  /** How far writing got: whether the disk still answers. */
  let steps = 0;
  /** Records that are on disk after all, though they were given up. */
  let late = 0;
  /** What is gathered or being written. */
  let heldBytes = 0;
  let active: Active | null = null;

  /**
   * Answers null once the batch is on disk, else with a code, and then none of it counts as kept. A burst takes
   * its time; a disk that does not answer is waited for 0.8 to 1.2 s.
   */
  function append(batch: Batch): Promise<string | null> {
    const bytes = heldBytes + batch.bytes.length;
    if (!hasRoom(bytes)) return Promise.resolve("SPOOL_FULL");
    if (heldBytes > 0 && bytes > maxHeldBytes) return Promise.resolve("SPOOL_BUSY");
    heldBytes = bytes;
    return new Promise((settle) => {
      gathered.push({ batch, settle });
      if (gathered.length === 1) void exclusively(writeGathered);
    });
  }

  async function writeGathered(): Promise<void> {
    const requests = takeGathered();
    let isGivenUp = false;
    const watchdog = watchProgress(
      () => steps,
      () => {
        isGivenUp = true;
        for (const { settle } of [...requests, ...gathered]) settle("SPOOL_TIMEOUT");
        heldBytes -= lengthOf(gathered.splice(0));
      },
    );
    const code = await write(requests.map(({ batch }) => batch));
    watchdog.stop();
    heldBytes -= lengthOf(requests);
    if (isGivenUp && code === null) late += requests.reduce((sum, { batch }) => sum + batch.records, 0);
    for (const { settle } of requests) settle(code);
    if (gathered.length > 0) void exclusively(writeGathered);
  }

  /** Some at a time, so that those who came first need not wait for a whole burst. */
  function takeGathered(): Request[] {
    let bytes = 0;
    const end = gathered.findIndex(({ batch }) => (bytes += batch.bytes.length) >= maxWriteBytes);
    return gathered.splice(0, end === -1 ? gathered.length : end + 1);
  }

  async function write(batches: Batch[]): Promise<string | null> {
    const bytes = Buffer.concat(batches.map((batch) => batch.bytes));
    let failure = "SPOOL_TAKEN";
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      try {
        active ??= await create(segments);
        steps++;
        await active.handle.appendFile(bytes);
        steps++;
        await active.handle.datasync();
        steps++;
        // Checked after the fsync: whoever takes the file from now on reads these bytes too.
        if (await isInPlace(active.handle, active.segment.path)) {
          note(active.segment, batches);
          if (active.segment.bytes >= maxSegmentBytes) await sealActive();
          return null;
        }
        segments.forget(active.segment);
        await letGo();
      } catch (error) {
        failure = codeOf(error);
        const wasNew = !active?.segment.bytes;
        await retreat();
        if (wasNew) return failure;
      }
    }
    return failure;
  }

  /** After a failed fsync the system may have dropped what it could not write: such a file is not appended to again. */
  async function retreat(): Promise<void> {
    if (!active) return;
    const { handle, segment } = active;
    await handle.truncate(segment.bytes).catch(() => null);
    if (segment.bytes > 0) return sealActive();
    await letGo();
    await segments.remove(segment).catch(() => segments.forget(segment));
  }

  async function sealActive(): Promise<void> {
    if (active) active.segment.isSealed = true;
    await letGo();
  }

  async function letGo(): Promise<void> {
    const handle = active?.handle;
    active = null;
    await handle?.close().catch(() => null);
  }

  /** Waits for the appends under way; what comes later goes to another file. */
  return { append, seal: () => exclusively(sealActive), late: () => late };
}

function lengthOf(requests: Request[]): number {
  return requests.reduce((bytes, { batch }) => bytes + batch.bytes.length, 0);
}

async function create(segments: Segments): Promise<Active> {
  const segment = segments.track();
  let handle: FileHandle | undefined;
  try {
    await ensureFolder(segments.folder);
    handle = await open(segment.path, "ax", 0o600);
    await syncFolder(segments.folder);
    return { handle, segment };
  } catch (error) {
    await handle?.close().catch(() => null);
    await segments.remove(segment).catch(() => segments.forget(segment));
    throw error;
  }
}

function note(segment: Segment, batches: Batch[]): void {
  for (const { bytes, records, oldest } of batches) {
    segment.bytes += bytes.length;
    segment.waiting += records;
    segment.oldest ??= oldest;
  }
}
