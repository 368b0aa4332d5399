import { firstIdAt } from "@/modules/auditLog/capture/id";
import { countKeys } from "@/modules/auditLog/reading/branch.repo";
import { shareOf } from "@/modules/auditLog/search/search.repo";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import type { Plan } from "@/modules/auditLog/search/plan.repo";
import type { AuditLogFilter } from "@/modules/auditLog/search/search.types";
import type { ExportRow } from "./export.types";
import { GrowingBytes } from "./growingBytes";
import type { Snapshot } from "./snapshot.repo";

/** A part of a file, and how many rows it holds. */
export type Chunk = { bytes: Uint8Array<ArrayBuffer>; rows: number };

export type ChunkSource = {
  snapshot: Pick<Snapshot, "read">;
  plan: Plan;
  window: Pick<AuditLogFilter, "from" | "to">;
  format: (row: ExportRow) => string;
};

type Reader = ChunkSource & { written: GrowingBytes; share: number };

const most = { rows: 1_000, bytes: 2 ** 20 };
const growth = 4;

/**
 * Every match of a snapshot, newest first, in chunks. While one is taken away the next is read, and none after it.
 * Resolves once the first is there.
 *
 * @throws what `snapshot.read` throws, the iterator too
 */
export async function openChunks(source: ChunkSource): Promise<AsyncGenerator<Chunk, void>> {
  const { to } = source.window;
  // For all chunks: they are read one after another.
  const share = shareOf(source.plan.branches, most.rows);
  const reader = { ...source, written: new GrowingBytes(), share };
  const first = readChunk(reader, to ? firstIdAt(to) : lastId);
  await first;
  return chunksFrom(first, reader);
}

/** `next` is the id before which the next one begins; null where there is none. */
type Read = Chunk & { next: string | null };

async function* chunksFrom(first: Promise<Read>, reader: Reader): AsyncGenerator<Chunk, void> {
  for (let reading: Promise<Read> | null = first; reading !== null;) {
    const chunk: Read = await reading;
    reading = chunk.next === null ? null : readChunk(reader, chunk.next);
    // Nobody awaits what is read ahead if the export ends before.
    reading?.catch(() => {});
    if (chunk.rows > 0) yield chunk;
  }
}

async function readChunk(reader: Reader, before: string): Promise<Read> {
  const { snapshot, plan, window, format, written, share } = reader;
  let [rows, characters] = [0, 0];
  let next: string | null = null;
  const range = { from: window.from && firstIdAt(window.from), before };
  const take = (row: ExportRow) => {
    written.append(format(row));
    rows += 1;
    characters += row.metadata.length + (row.changes?.length ?? 0);
    next = row.id;
  };
  const bound =
    countKeys(plan.branches) > 0 ? await snapshot.read({ plan, range, ...most, share }, take) : null;
  // Where a few of many are busy, the share of all is small, and a chunk with it.
  if (bound !== null && rows < most.rows / 2) reader.share = Math.min(most.rows, share * growth);
  // Fewer than asked for, and not for their size, three bytes a UTF-16 unit at most: there are no more down to the
  // bound, and another search for a rare word would read as far as this one for nothing.
  const isWhole = rows < most.rows && characters * 3 < most.bytes;
  return { bytes: written.take(), rows, next: isWhole ? bound : next };
}
