import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { ImportError } from "./import.types";

/**
 * A place between two lines: so many line ends and bytes stand before it. `sha256` is of the first `hashed` bytes: by
 * it a file is known again.
 */
export const filePosition = z.strictObject({
  line: z.number(),
  offset: z.number(),
  hashed: z.number(),
  sha256: z.string(),
});
export type FilePosition = z.infer<typeof filePosition>;

/** Whole lines with their ends, the last one perhaps without; null for one line that is too long to be kept. */
export type LineBlock = { bytes: Buffer | null; start: FilePosition; end: FilePosition };

/** No entry is as large as this: its metadata and its changes are cut at a quarter of a million characters each. */
export const longestLine = 8 * 2 ** 20;

// Larger ones outlive the garbage collector's first look, which costs more than the round trips that they save.
const blockBytes = 2 ** 17;
const lineFeed = 10;

/**
 * What stands behind a position, about 128 KiB at a time.
 *
 * @throws ImportError where what stands before the position is not what it was
 */
export async function* readBlocks(
  input: AsyncIterable<Uint8Array>,
  from: FilePosition | null,
): AsyncGenerator<LineBlock> {
  const hash = createHash("sha256");
  const cutter = new BlockCutter(hash, from);
  for await (const bytes of from ? skip(input, { from, hash }) : input) {
    for (let at = 0; at < bytes.length; at += blockBytes) {
      const length = Math.min(blockBytes, bytes.length - at);
      yield* cutter.add(Buffer.from(bytes.buffer, bytes.byteOffset + at, length));
    }
  }
  yield* cutter.end();
}

type Skipped = { from: FilePosition; hash: Hash };

/** Passes over what was read by an earlier run, after a look at whether it is still the same. */
async function* skip(input: AsyncIterable<Uint8Array>, { from, hash }: Skipped): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const bytes of input) {
    const [known, rest] = [from.hashed - at, from.offset - at];
    at += bytes.length;
    if (known >= 0 && known <= bytes.length) {
      hash.update(bytes.subarray(0, known));
      requireSame(hash, from);
      hash.update(bytes.subarray(known, Math.max(known, rest)));
    } else if (rest > 0) hash.update(bytes.subarray(0, rest));
    if (rest < bytes.length) yield bytes.subarray(Math.max(0, rest));
  }
  if (at < from.offset) throw changed(`It has ${at} bytes, of which ${from.offset} were read already`);
}

function requireSame(hash: Hash, { hashed, sha256 }: FilePosition): void {
  if (digestOf(hash) !== sha256) throw changed(`Its first ${hashed} bytes are not what they were`);
}

function changed(what: string): ImportError {
  return new ImportError(
    `This is not the file that was imported under this name so far. ${what}. Give another file another --name, ` +
      "or read this one from its beginning with --again.",
  );
}

function digestOf(hash: Hash): string {
  return hash.copy().digest("base64url");
}

/** Gathers whole lines, and keeps the hash of all that was handed out. */
class BlockCutter {
  readonly #hash: Hash;
  #position: FilePosition;
  #lines: Buffer[] = [];
  #lineBytes = 0;
  /** The beginning of a line whose end is not there yet; of one that is too long nothing but its length. */
  #begun: Buffer[] = [];
  #begunBytes = 0;

  constructor(hash: Hash, from: FilePosition | null) {
    this.#hash = hash;
    this.#position = from ?? { line: 0, offset: 0, hashed: 0, sha256: digestOf(hash) };
  }

  *add(bytes: Buffer): Generator<LineBlock> {
    const end = bytes.lastIndexOf(lineFeed) + 1;
    const first = bytes.indexOf(lineFeed) + 1;
    if (end > 0 && this.#begunBytes + first > longestLine) {
      yield this.#takeLong(bytes.subarray(0, first));
      yield* this.add(bytes.subarray(first));
      return;
    }
    if (end > 0) this.#finish(bytes.subarray(0, end));
    if (this.#lineBytes >= blockBytes || (end === 0 && this.#lineBytes > 0)) yield this.#take();
    if (end < bytes.length) this.#begin(bytes.subarray(end));
  }

  /** What has no line end is a line too. */
  *end(): Generator<LineBlock> {
    const nothing = Buffer.alloc(0);
    if (this.#begunBytes > longestLine) yield this.#takeLong(nothing);
    else this.#finish(nothing);
    if (this.#lineBytes > 0) yield this.#take();
  }

  #begin(bytes: Buffer): void {
    this.#begun.push(bytes);
    this.#begunBytes += bytes.length;
    if (this.#begunBytes > longestLine) this.#forgetBegun();
  }

  #forgetBegun(): void {
    for (const bytes of this.#begun) this.#hash.update(bytes);
    this.#begun = [];
  }

  #finish(bytes: Buffer): void {
    this.#lines.push(...this.#begun, bytes);
    this.#lineBytes += this.#begunBytes + bytes.length;
    this.#begun = [];
    this.#begunBytes = 0;
  }

  #take(): LineBlock {
    const bytes = Buffer.concat(this.#lines);
    this.#hash.update(bytes);
    this.#lines = [];
    this.#lineBytes = 0;
    return { bytes, ...this.#advance(bytes.length, countLineEnds(bytes)) };
  }

  #takeLong(rest: Buffer): LineBlock {
    this.#forgetBegun();
    this.#hash.update(rest);
    const size = this.#begunBytes + rest.length;
    this.#begunBytes = 0;
    return { bytes: null, ...this.#advance(size, rest.length > 0 ? 1 : 0) };
  }

  #advance(size: number, lineEnds: number): Omit<LineBlock, "bytes"> {
    const start = this.#position;
    const offset = start.offset + size;
    this.#position = { line: start.line + lineEnds, offset, hashed: offset, sha256: digestOf(this.#hash) };
    return { start, end: this.#position };
  }
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count++;
  return count;
}
