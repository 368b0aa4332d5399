import { randomBytes } from "node:crypto";

// UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then a counter of 26 bits in the place of the first
// random ones (6.2, method 1), then 48 random bits.
const counterBits = 26;
const lowBits = 14;
const lowMask = 2 ** lowBits - 1;
const randomDigits = 12;

/** An id, and the instant inside it in Unix milliseconds. */
export type TimedId = { id: string; at: number };

let lastAt = -1;
let counter = 0;
let backfilled = 0;
let prefixAt = -1;
let prefix = "";
let pool = "";
let poolAt = 0;

/** An id of now: greater than every one before it in this process, also when the clock steps back. */
export function makeId(): TimedId {
  const now = Date.now();
  counter++;
  if (now > lastAt || counter >= 2 ** counterBits) {
    lastAt = Math.max(now, lastAt + 1);
    // From the lower half, so that a millisecond has room for 33 million.
    counter = Number.parseInt(randomHex(6), 16) * 2;
  }
  return { id: format(lastAt, counter), at: lastAt };
}

/** An id of another instant. Those of one instant keep the order in which they were made. */
export function makeIdAt(at: number): TimedId {
  backfilled = (backfilled + 1) % 2 ** counterBits;
  return { id: format(at, backfilled), at };
}

function format(at: number, count: number): string {
  if (at !== prefixAt) {
    const digits = at.toString(16).padStart(12, "0");
    prefix = `${digits.slice(0, 8)}-${digits.slice(8)}-`;
    prefixAt = at;
  }
  const high = (0x7000 | (count >>> lowBits)).toString(16);
  const low = (0x8000 | (count & lowMask)).toString(16);
  return `${prefix}${high}-${low}-${randomHex(randomDigits)}`;
}

// Drawn many at a time: a draw of its own for each id costs more than all the rest of it.
function randomHex(digits: number): string {
  if (poolAt + digits > pool.length) {
    pool = randomBytes(2_048).toString("hex");
    poolAt = 0;
  }
  poolAt += digits;
  return pool.slice(poolAt - digits, poolAt);
}

/** The least id of an instant. */
export function firstIdAt(at: Date): string {
  const digits = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** The instant inside an id. */
export function instantOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
