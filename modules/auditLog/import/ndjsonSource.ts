import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { isPlainObject } from "@/modules/auditLog/capture/objects";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { ImportError, RefusedError, UnfinishedError } from "./import.types";
import { orderOf } from "./importId";
import { parseJson } from "./json";
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
    database: null,
    key: [],
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
  const lines = block.bytes === null ? [longLineOf(block)] : linesOf(block.bytes, start);
  const before = (at: number): Position => {
    const line = lines[at];
    if (line === undefined) return end;
    const offset = start.offset + line.from;
    return { line: line.number - 1, offset, sha256: block.sha256At(line.from) } satisfies FilePosition;
  };
  const row = (at: number) => toRow(block.bytes, lines[at] ?? noLine);
  const placeOf = (at: number) => `line ${lines[at]?.number}`;
  const share = size === null || size === 0 ? null : end.offset / size;
  return { size: lines.length, row, placeOf, before, end, share };
}

/** `isEnded`: a line end stands behind it. */
type Line = { number: number; from: number; to: number; isEnded: boolean };
const noLine: Line = { number: 0, from: 0, to: 0, isEnded: true };

function longLineOf({ start, end }: LineBlock): Line {
  return { number: start.line + 1, from: 0, to: 0, isEnded: end.line > start.line };
}

/** Empty lines are none, and what some editors mark a file's beginning with is no part of the first. */
function linesOf(bytes: Buffer, { line, offset }: FilePosition): Line[] {
  const lines: Line[] = [];
  const isMarked = offset === 0 && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  for (let [from, number] = [isMarked ? byteOrderMark.length : 0, line + 1]; from < bytes.length; number++) {
    const end = bytes.indexOf(lineFeed, from);
    const next = end === -1 ? bytes.length : end + 1;
    const isEnded = end !== -1;
    const to = isEnded ? end : next;
    const isBlank = to === from || (to === from + 1 && bytes[from] === carriageReturn);
    if (!isBlank) lines.push({ number, from, to, isEnded });
    from = next;
  }
  return lines;
}

/**
 * Known again by what it holds, not only by where it stands: another file may have taken the first one's place.
 *
 * @throws UnfinishedError where the file may just not be written to its end yet
 */
function toRow(block: Buffer | null, line: Line): SourceRow {
  try {
    return readLine(block, line);
  } catch (error) {
    throw error instanceof RefusedError && !line.isEnded ? new UnfinishedError(error.message) : error;
  }
}

function readLine(block: Buffer | null, { number, from, to }: Line): SourceRow {
  if (block === null) throw new RefusedError(`it is longer than ${longestLine / 2 ** 20} MiB`);
  const text = decode(block.subarray(from, to));
  const record = parse(text, number);
  if (isPlainObject(record)) return { record, key: `${number}\0${text}`, order: orderOf(number) };
  throw new RefusedError(`it is JSON, but no object${hintOn(text, number)}`);
}

function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const mark = bytes.toString("hex", 0, 2);
  const isUtf16 = mark === "fffe" || mark === "feff";
  throw new RefusedError(
    isUtf16
      ? "it is UTF-16: convert the file first, iconv -f UTF-16 -t UTF-8"
      : `byte ${firstBadByte(bytes)} is not UTF-8`,
  );
}

function parse(text: string, number: number): unknown {
  try {
    return parseJson(text);
  } catch {
    const { column, problem } = findFault(text) ?? { column: 1, problem: "it is no JSON" };
    throw new RefusedError(`column ${column}: ${problem}${hintOn(text, number)}`);
  }
}

/** Of what is often given in the place of lines of JSON: the first line shows it. */
function hintOn(text: string, number: number): string {
  const line = text.trim();
  if (number !== 1 || /^\{./.test(line)) return "";
  if (line.startsWith("[")) return "; of a JSON array make a line of each object first, as jq -c '.[]' does";
  if (line === "{") return "; make one line of each object first, as jq -c . does";
  return "; what is no JSON, such as CSV, is brought into a table first and imported from there";
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
