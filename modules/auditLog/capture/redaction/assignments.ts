import { isSecretKey } from "./keys";
import { mark } from "./mark";

// `key=value`, `key: value`, also where a URL is written inside another.
const delimiters = /[=:]+>?|%3[DA]/gi;

/**
 * Takes the values of secret keys out of text: query strings, headers, connection strings, JSON however
 * often it was made a string, log lines. Each character is looked at a bounded number of times.
 */
export function redactAssignments(text: string): string {
  let redacted = "";
  let kept = 0;
  for (const { 0: sign, index } of text.matchAll(delimiters)) {
    if (index < kept) continue;
    const key = keyBefore(text, index);
    if (!isSecretKey(key)) continue;
    const value = valueAfter({ text, key, sign, start: index + sign.length });
    if (value === null || value.end <= value.start) continue;
    redacted += text.slice(kept, value.start) + mark;
    kept = value.end;
  }
  return kept === 0 ? text : redacted + text.slice(kept);
}

const longestKey = 100;
const lastKey =
  /((?:(?:api|access|private|secret|signing|encryption|security|session|card|recovery|backup) )?[\w.%$[\]-]+)[\\"'` ]*$/i;

function keyBefore(text: string, end: number): string {
  const before = text.slice(Math.max(end - longestKey, 0), end);
  const key = lastKey.exec(before)?.[1] ?? "";
  return key.slice(key.lastIndexOf("%") === -1 ? 0 : key.lastIndexOf("%") + 3);
}

type Place = { text: string; key: string; sign: string; start: number };
type Span = { start: number; end: number };

const headers = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i;

function valueAfter({ text, key, sign, start }: Place): Span | null {
  const space = lengthAt(/[ \t]*/y, text, start);
  const at = start + space;
  const opening = lengthAt(/\\*["'`]/y, text, at);
  if (opening > 0) return quoted(text, { start: at + opening, opening: text.slice(at, at + opening) });
  if (lengthAt(emptyLiteral, text, at) > 0) return null;
  const number = lengthAt(numberLiteral, text, at);
  if (number > 0) return { start: at, end: at + number };
  if (text[at] === "{" || text[at] === "[") return { start: at, end: closingBracket(text, at) };
  if (sign === ":" && headers.test(key)) return { start: at, end: at + lengthAt(/[^\r\n"]*/y, text, at) };
  if (sign.startsWith("%")) return { start: at, end: at + lengthAt(escapedValue, text, at) };
  if (sign === ":" && (text.startsWith("//", at) || (space > 0 && isProse(text, at)))) return null;
  return { start: at, end: at + lengthAt(bareValue, text, at) };
}

// As JSON writes them: what follows belongs to it, not to the value.
const emptyLiteral = /(?:null|true|false)(?=[\s,}\]]|$)/y;
const numberLiteral = /-?\d[\d.eE+-]*(?=[\s,}\]]|$)/y;
const bareValue = /(?:[^\s&;,"'`<>]|,(?!\s|$|[\w.-]+=))+/y;
const escapedValue = /(?:[^\s&%"'`<>]|%(?!26|3B|23|0A))+/iy;

/** "Forgot your password: a guide" goes on in words; what is no word, or ends the line, is a value. */
function isProse(text: string, at: number): boolean {
  return lengthAt(/[A-Za-z'’-]+[,.!?;]?[ \t]+[^\s]/y, text, at) > 0;
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** To the quote that is escaped as often as the opening one; to the end where it was cut off. */
function quoted(text: string, { start, opening }: { start: number; opening: string }): Span {
  const quote = opening.at(-1) ?? '"';
  for (let at = text.indexOf(quote, start); at !== -1; at = text.indexOf(quote, at + 1)) {
    const escapes = backslashesBefore(text, at, start);
    if (escapes < opening.length) return { start, end: at - escapes };
  }
  return { start, end: text.length };
}

function backslashesBefore(text: string, at: number, start: number): number {
  let count = 0;
  while (at - count > start && text[at - count - 1] === "\\") count++;
  return count;
}

function closingBracket(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") depth++;
    if (character === "}" || character === "]") depth--;
    if (depth === 0) return at + 1;
  }
  return text.length;
}
