import { hashForSearch } from "./redaction/hash";
import { mark } from "./redaction/mark";
import { redactText } from "./redaction/text";

/** In characters. Two ids and a kind in one index row have to fit into what a B-tree takes, 2,704 bytes. */
export const limits = { id: 256, kind: 128 };

// Longer than what a secret's beginning may be without being known for one.
const margin = 512;

/**
 * A string that may be stored and that Postgres can store: without secrets, NUL and lone surrogates, cut
 * at `limit` characters with a mark.
 */
export function toText(value: string, limit: number): string {
  if (value.length <= limit && isPlain(value)) return value;
  return storable(cut(value, redactText(value.slice(0, limit + margin)), limit));
}

/** Without what Postgres can't store. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** Redacted before it is cut: what a cut would leave of a secret is none that a pattern knows. */
function cut(value: string, redacted: string, limit: number): string {
  const known = value.length > limit + margin ? redacted.slice(0, -margin) : redacted;
  const isWhole = value.length <= limit + margin && known.length <= limit;
  return isWhole ? known : `${known.slice(0, limit - 1)}…`;
}

const controls = /(?!\0)[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu;

/**
 * As `toText`, for what is shown in one line: names, ids, the user agent. Line ends, terminal sequences
 * and characters that turn the writing direction around are written as their escapes: harmless
 * wherever they are shown, and still evidence.
 */
export function toLine(value: string, limit: number): string {
  if (value.length <= limit && isPlain(value)) return value;
  // One more than is looked at, so that it is still seen to be longer.
  return toText(value.slice(0, limit + margin + 1).replaceAll(controls, escapeOf), limit);
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * An id as it is stored: whoever looks for one has to ask for the same. One that holds a secret is
 * replaced by its keyed hash, so that it still tells things apart and can be found.
 */
export function toId(value: string): string {
  if (value.length <= limits.id && isPlain(value)) return value;
  const line = toLine(value, limits.id);
  return line.includes(mark) && !value.includes(mark) ? hashedId(value) : line;
}

function hashedId(value: string): string {
  try {
    return hashForSearch(value);
  } catch {
    return mark;
  }
}

/** A resource's type or an action as it is stored; as `toId`. */
export const toKind = (value: string): string => toLine(value, limits.kind);

/** What a value is as text; null for what is no text. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : null;
}

const digit = 1;
const notHex = 2;
const telling = 4;

// What a character says: letters, digits, spaces and a little punctuation can't make a short secret.
const meanings = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) return digit;
  if (/[a-fA-F-]/.test(character)) return character === "-" ? telling : 0;
  return /[\w ,.'()!?&#/+]/.test(character) && character !== "_" ? notHex : notHex | telling;
});

// The beginnings of secrets that need no telling character.
const secretWords = /eyJ|A[KS]IA|AIza|ya29|SG\.|hvs\.|ATATT|hooks\.|bearer|basic/i;

/**
 * Whether a short text is seen at a glance to be storable as it is, as most are: plain words, or a UUID.
 * The rest is looked at closely.
 */
function isPlain(text: string): boolean {
  if (text.length > 64) return false;
  let seen = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const meaning = meanings[text.charCodeAt(at)] ?? telling | notHex;
    seen |= meaning;
    digits += meaning & digit;
  }
  if ((seen & notHex) === 0 && text.length === 36 && text[8] === "-" && text[23] === "-") return true;
  return (seen & telling) === 0 && digits < 13 && (text.length < 10 || !secretWords.test(text));
}
