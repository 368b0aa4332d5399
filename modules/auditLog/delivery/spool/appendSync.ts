import { closeSync, fsyncSync, openSync, unlinkSync, writeFileSync } from "node:fs";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import type { Batch } from "./batch";
import { ensureFolderSync, syncFolderSync } from "./folder";
import type { Segment, Segments } from "./segments";

/** Writes a file of its own, so that it may come in the midst of an append to the other. Null, or a code. */
export function writeSegmentSync(segments: Segments, batch: Batch): string | null {
  const segment = segments.track();
  try {
    ensureFolderSync(segments.folder);
    writeDurably(segment, batch.bytes);
    syncFolderSync(segments.folder);
  } catch (error) {
    discard(segment);
    segments.forget(segment);
    return codeOf(error);
  }
  Object.assign(segment, {
    bytes: batch.bytes.length,
    waiting: batch.records,
    oldest: batch.oldest,
    isSealed: true,
  } satisfies Partial<Segment>);
  return null;
}

function writeDurably({ path }: Segment, bytes: Buffer): void {
  const descriptor = openSync(path, "ax", 0o600);
  try {
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function discard({ path }: Segment): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not made, or can't be removed: then what was written of it is stored as well, and once.
  }
}
