import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { isPlainObject } from "@/modules/auditLog/capture/objects";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { ImportError, RefusedError } from "./import.types";
import { orderOf } from "./importId";
import { findFault } from "./jsonSyntax";
import { filePosition, longestLine, readBlocks, type FilePosition, type LineBlock } from "./lines";
import type { Position, RowSource, SourceBatch, SourceRow } from "./source";

const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = Buffer.from("\uFEFF");

/** @throws ImportError where there is no such file */
export async function openNdjson(input: string | AsyncIterable<Uint8Array>): Promise<RowSource> {
  if (typeof input !== "string") return toSource(input, { size: null, close: () => {} });
  const size = await sizeOf(input);
  const file = createReadStream(input, { highWaterMark: 2 ** 20 });
  return toSource(file, { size, close: () => file.destroy() });
}

type Input = AsyncIterable<Uint8Array>;

function toSource(input: Input, { size, close }: { size: number | null; close: () => void }): RowSource {
  return {
    label: "ndjson",
    columns: null,
    batches: (from) => readBatches(input, { from: from && filePosition.parse(from), size }),
    close: async () => close(),
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new ImportError(`${path} is a directory: name a file.`);
    return found.size;
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): ImportError {
  const code = codeOf(error);
  return new ImportError(
    code === "ENOENT" ? `There is no file ${path}.` : `${path} can't be read (${code}).`,
  );
}

type Place = { from: FilePosition | null; size: number | null };

async function* readBatches(input: Input, { from, size }: Place): AsyncGenerator<SourceBatch> {
  try {
    for await (const block of readBlocks(input, from)) yield toBatch(block, size);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw unreadable("The source", error);
  }
}

function toBatch(block: LineBlock, size: number | null): SourceBatch {
  const { start, end } = block;
  const lines =
    block.bytes === null ? [{ number: start.line + 1, from: 0, to: 0 }] : linesOf(block.bytes, start);
  const before = (at: number): Position => {
    const line = lines[at];
    // Of a place within a block no hash was kept: the one before the block tells the file as well.
    return line ? { ...start, line: line.number - 1, offset: start.offset + line.from } : end;
  };
  const row = (at: number) => toRow(block.bytes, lines[at] ?? noLine);
  const placeOf = (at: number) => `line ${lines[at]?.number}`;
  const share = size === null || size === 0 ? null : end.offset / size;
  return { size: lines.length, row, placeOf, before, end, share };
}

type Line = { number: number; from: number; to: number };
const noLine: Line = { number: 0, from: 0, to: 0 };

/** Empty lines are none, and what some editors mark a file's beginning with is no part of the first. */
function linesOf(bytes: Buffer, { line, offset }: FilePosition): Line[] {
  const lines: Line[] = [];
  const isMarked = offset === 0 && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  for (let [from, number] = [isMarked ? byteOrderMark.length : 0, line + 1]; from < bytes.length; number++) {
    const end = bytes.indexOf(lineFeed, from);
    const next = end === -1 ? bytes.length : end + 1;
    const to = bytes[next - 1] === lineFeed ? next - 1 : next;
    const isBlank = to === from || (to === from + 1 && bytes[from] === carriageReturn);
    if (!isBlank) lines.push({ number, from, to });
    from = next;
  }
  return lines;
}

/** Known again by what it holds, not only by where it stands: another file may have taken the first one's place. */
function toRow(block: Buffer | null, { number, from, to }: Line): SourceRow {
  if (block === null) throw new RefusedError(`it is longer than ${longestLine / 2 ** 20} MiB`);
  const text = decode(block.subarray(from, to));
  const record = parse(text);
  if (isPlainObject(record)) return { record, key: `${number}\0${text}`, order: orderOf(number) };
  throw new RefusedError("it is JSON, but no object");
}

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new RefusedError(`byte ${firstBadByte(bytes)} is not UTF-8`);
  return bytes.toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { column, problem } = findFault(text) ?? { column: 1, problem: "it is no JSON" };
    throw new RefusedError(`column ${column}: ${problem}`);
  }
}

/** The number, from 1, of the first byte that is not UTF-8. */
function firstBadByte(bytes: Buffer): number {
  const text = bytes.toString("utf8");
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", at + 1)) {
    const byte = Buffer.byteLength(text.slice(0, at));
    // The character itself may be written there as well.
    if (bytes.toString("latin1", byte, byte + 3) !== "\u00EF\u00BF\u00BD") return byte + 1;
  }
  return 1;
}
