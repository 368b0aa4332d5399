import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { ImportError } from "./import.types";

/**
 * A place between two lines: so many line ends and bytes stand before it. By the `sha256` of all these bytes a file is
 * known again.
 */
export const filePosition = z.strictObject({ line: z.number(), offset: z.number(), sha256: z.string() });
export type FilePosition = z.infer<typeof filePosition>;

/** Whole lines with their ends, the last one perhaps without; null for one line that is too long to be kept. */
export type LineBlock = {
  bytes: Buffer | null;
  start: FilePosition;
  end: FilePosition;
  /** The hash of so many of the block's bytes, and of all before it. */
  sha256At: (size: number) => string;
};

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
    const rest = from.offset - at;
    at += bytes.length;
    if (rest > 0) hash.update(bytes.subarray(0, rest));
    if (rest > 0 && rest <= bytes.length) requireSame(hash, from);
    if (rest < bytes.length) yield bytes.subarray(Math.max(0, rest));
  }
  if (at < from.offset) throw changed(`It has ${at} bytes, of which ${from.offset} were read already`);
}

function requireSame(hash: Hash, { line, offset, sha256 }: FilePosition): void {
  if (digestOf(hash) !== sha256)
    throw changed(`Its first ${offset} bytes, ${line} lines, are not what they were when they were read`);
}

function changed(what: string): ImportError {
  return new ImportError(
    `This is not the file that was imported under this name so far. ${what}. Put these lines back as they were, and ` +
      "mend only what comes after them. Another file gets another --name, and no line of what is imported already.",
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
    this.#position = from ?? { line: 0, offset: 0, sha256: digestOf(hash) };
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
    const before = this.#hash.copy();
    const sha256At = (size: number) => digestOf(before.copy().update(bytes.subarray(0, size)));
    this.#hash.update(bytes);
    this.#lines = [];
    this.#lineBytes = 0;
    return { bytes, sha256At, ...this.#advance(bytes.length, countLineEnds(bytes)) };
  }

  #takeLong(rest: Buffer): LineBlock {
    const { sha256 } = this.#position;
    this.#forgetBegun();
    this.#hash.update(rest);
    const size = this.#begunBytes + rest.length;
    this.#begunBytes = 0;
    // There is no place in it where anything could be read on.
    return { bytes: null, sha256At: () => sha256, ...this.#advance(size, rest.length > 0 ? 1 : 0) };
  }

  #advance(size: number, lineEnds: number): Pick<LineBlock, "start" | "end"> {
    const start = this.#position;
    this.#position = {
      line: start.line + lineEnds,
      offset: start.offset + size,
      sha256: digestOf(this.#hash),
    };
    return { start, end: this.#position };
  }
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count++;
  return count;
}
