import { open, type FileHandle } from "node:fs/promises";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import type { Batch } from "./batch";
import { ensureFolder, isInPlace, syncFolder } from "./folder";
import { createQueue } from "./queue";
import type { Segment, Segments } from "./segments";

const maxSegmentBytes = 16 * 2 ** 20;
const maxAttempts = 3;

type Active = { handle: FileHandle; segment: Segment };
type Request = { batch: Batch; settle: (code: string | null) => void };

export type Journal = ReturnType<typeof openJournal>;

/**
 * Appends to one file at a time. Calls that come while a write is under way gather, and share the next write
 * and fdatasync. `hasRoom` is asked before each; it is told what the others of the same write take.
 */
export function openJournal(segments: Segments, hasRoom: (bytes: number) => boolean) {
  const exclusively = createQueue();
  let gathered: Request[] = [];
  let active: Active | null = null;

  /** Answers null once the batch is on disk, else with a code, and then none of it counts as kept. */
  function append(batch: Batch): Promise<string | null> {
    return new Promise((settle) => {
      gathered.push({ batch, settle });
      if (gathered.length === 1) void exclusively(writeGathered);
    });
  }

  async function writeGathered(): Promise<void> {
    const requests = gathered;
    gathered = [];
    const fitting: Request[] = [];
    let bytes = 0;
    for (const request of requests) {
      if (!hasRoom(bytes + request.batch.bytes.length)) {
        request.settle("SPOOL_FULL");
        continue;
      }
      bytes += request.batch.bytes.length;
      fitting.push(request);
    }
    if (fitting.length === 0) return;
    const code = await write(fitting.map(({ batch }) => batch));
    for (const { settle } of fitting) settle(code);
  }

  async function write(batches: Batch[]): Promise<string | null> {
    const bytes = Buffer.concat(batches.map((batch) => batch.bytes));
    let failure = "SPOOL_TAKEN";
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      try {
        active ??= await create(segments);
        await active.handle.appendFile(bytes);
        await active.handle.datasync();
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
  return { append, seal: () => exclusively(sealActive) };
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
