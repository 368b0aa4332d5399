import { crc32 } from "node:zlib";

/** The longest line that is written or read back, in bytes: a damaged file must not fill the memory. */
export const maxLineBytes = 16 * 2 ** 20;

const newline = Buffer.from("\n");
const end = Buffer.from("]");

/**
 * One line of newline-delimited JSON: `["<CRC-32 in hex>",<json>]`. A newline stands before it as well as
 * behind it: what damages one line, or a write that stopped half way, then never reaches the next.
 */
export function frame(json: string): Buffer {
  return reframe(Buffer.from(`${prefixOf(json)}${json}]`));
}

/** A line as it was read, to be written again. */
export function reframe(line: Buffer): Buffer {
  return Buffer.concat([newline, line, newline]);
}

/** What of framed lines is to be written again when only their first `written` bytes were. */
export function fromBrokenLine(lines: Buffer, written: number): Buffer {
  return lines.subarray(lines.lastIndexOf(newline, written - 1));
}

/** The JSON of a line without its newlines; null if it is damaged or cut short. */
export function unframe(line: Buffer): string | null {
  const json = line.subarray(prefixLength, -1);
  const isWhole =
    line.subarray(-1).equals(end) && line.subarray(0, prefixLength).equals(Buffer.from(prefixOf(json)));
  return isWhole ? json.toString("utf8") : null;
}

const prefixLength = '["00000000",'.length;

function prefixOf(json: string | Buffer): string {
  return `["${crc32(json).toString(16).padStart(8, "0")}",`;
}
