import { open } from "node:fs/promises";
import { maxLineBytes } from "./frame";

const pieceBytes = 256 * 1024;
const newline = 0x0a;

/** A line without its newline, and where in the file it begins and the next one does. */
export type Line = {
  bytes: Buffer;
  start: number;
  end: number;
  /** False for what stands behind the last newline. */
  isEnded: boolean;
};

/** The lines of a file that are not empty, from a byte on. Of one longer than `maxLineBytes` only the end. */
export async function* readLines(path: string, from = 0): AsyncGenerator<Line> {
  let start = from;
  let begun: Buffer[] = [];
  for await (const { piece, position } of readPieces(path, from)) {
    let next = 0;
    for (let at = piece.indexOf(newline); at !== -1; at = piece.indexOf(newline, next)) {
      const end = position + at + 1;
      const bytes = Buffer.concat([...begun, piece.subarray(next, at)]);
      if (bytes.length > 0) yield { bytes, start, end, isEnded: true };
      begun = [];
      start = end;
      next = at + 1;
    }
    if (position - start > maxLineBytes) begun = [];
    begun.push(piece.subarray(next));
  }
  const bytes = Buffer.concat(begun);
  if (bytes.length > 0) yield { bytes, start, end: start + bytes.length, isEnded: false };
}

async function* readPieces(path: string, from: number): AsyncGenerator<{ piece: Buffer; position: number }> {
  const handle = await open(path, "r");
  try {
    for (let position = from; ;) {
      const buffer = Buffer.allocUnsafe(pieceBytes);
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes, position);
      if (bytesRead === 0) return;
      yield { piece: buffer.subarray(0, bytesRead), position };
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
