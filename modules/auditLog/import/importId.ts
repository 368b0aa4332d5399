import { hash } from "node:crypto";

/** What tells a row apart from every other: its import's name, its key there, and its place among its neighbours. */
export type RowIdentity = { name: string; key: string; order: number | null };

// As in capture/id.ts: 48 bits of Unix milliseconds, 26 that count, 48 of a hash in the place of random ones.
const counterBits = 26;
const lowBits = 14;
const lowMask = 2 ** lowBits - 1;
const hashDigits = 12;

let lastAt = -1;
let prefix = "";

/**
 * The id of an imported row: a UUIDv7 of the row's instant (Unix milliseconds), the same each time, so that no run
 * doubles an entry. Rows of one instant keep their order, as far as there is one: tables often know whole seconds.
 */
export function importId(at: number, { name, key, order }: RowIdentity): string {
  if (at !== lastAt) {
    const digits = at.toString(16).padStart(12, "0");
    prefix = `${digits.slice(0, 8)}-${digits.slice(8)}-`;
    lastAt = at;
  }
  const digest = hash("sha256", `${name}\0${key}`, "hex");
  const count = order === null ? Number.parseInt(digest.slice(-7), 16) % 2 ** counterBits : order;
  const high = (0x7000 | (count >>> lowBits)).toString(16);
  const low = (0x8000 | (count & lowMask)).toString(16);
  return `${prefix}${high}-${low}-${digest.slice(0, hashDigits)}`;
}

/** A number of rows or of a key, as far as an id has room for it: neighbours stay neighbours. */
export function orderOf(count: number): number | null {
  return Number.isSafeInteger(count) && count >= 0 ? count % 2 ** counterBits : null;
}
