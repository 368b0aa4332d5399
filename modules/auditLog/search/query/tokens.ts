import type { QueryError } from "@/modules/auditLog/search/query.types";

/** A value as typed at `start` to `end`, its quotes included; `text` is what it means. */
export type Value = { text: string; start: number; end: number; isQuoted: boolean };

/** What stands between two spaces: `-field:value,"another"`, or a word. Its field is as typed. */
export type Token = {
  start: number;
  end: number;
  isNot: boolean;
  field: string | null;
  fieldStart: number;
  values: readonly Value[];
  /** Why it can't be read; then it has no values. */
  error: QueryError | null;
  /** Its quote has no end, so that whatever stood behind it would belong to it. */
  isOpen: boolean;
};

// U+FEFF is space to JavaScript, but nobody sees it: it belongs to what it stands at.
const space = /[^\S\uFEFF]+/y;
// A word with a colon is a field although it may be none: else a typing error would silently search for words.
// Invisible format characters count as letters, since they come along when a line is pasted.
const fieldName = String.raw`([\p{L}\p{Cf}_][\p{L}\p{Cf}_-]*):`;
const head = new RegExp(`(-?)(?:${fieldName})?`, "uy");
const bareValue = /(?:[^\s",]|\uFEFF)*/y;
const bareWord = /(?:[^\s"]|\uFEFF)*/y;

/** Whether a word would be read as something else than a word if it stood in a line as it is. */
export function looksLikeTerm(word: string): boolean {
  return new RegExp(`^(-|${fieldName})`, "u").test(word);
}

/** Without the space around it. */
export function trimSpace(text: string): string {
  const visible = text.replaceAll("\uFEFF", "x");
  return text.slice(text.length - visible.trimStart().length, visible.trimEnd().length);
}

/** A line's tokens. Takes any string, in time that grows with its length. */
export function readTokens(line: string): Token[] {
  const tokens: Token[] = [];
  let at = lengthOf(space, line, 0);
  while (at < line.length) {
    const token = readToken(line, at);
    tokens.push(token);
    at = token.end + lengthOf(space, line, token.end);
  }
  return tokens;
}

function readToken(line: string, start: number): Token {
  head.lastIndex = start;
  const [whole = "", minus = "", field = null] = head.exec(line) ?? [];
  const base = { start, isNot: minus !== "", field, fieldStart: start + minus.length };
  const values = readValues(line, start + whole.length, field === null);
  const last = values.at(-1)?.end ?? start;
  const { end, openAt } = readUntilSpace(line, last);
  const broken = (error: QueryError) => ({ ...base, end, values: [], error, isOpen: openAt !== null });
  if (openAt !== null) return broken(unclosed(openAt, end));
  if (end > last) return broken(misplacedQuote(start, end));
  return { ...base, end, values, error: null, isOpen: false };
}

function readValues(line: string, start: number, isWord: boolean): Value[] {
  const values: Value[] = [];
  let at = start;
  for (;;) {
    const value = readValue(line, at, isWord ? bareWord : bareValue);
    if (value === null) return values;
    values.push(value);
    if (isWord || line[value.end] !== ",") return values;
    at = value.end + 1;
  }
}

/** Null where a quote has no end. */
function readValue(line: string, start: number, bare: RegExp): Value | null {
  if (line[start] !== '"') {
    const end = start + lengthOf(bare, line, start);
    return { text: line.slice(start, end), start, end, isQuoted: false };
  }
  const end = endOfQuote(line, start);
  if (end === null) return null;
  const text = line.slice(start + 1, end - 1).replaceAll(/\\(["\\])/g, "$1");
  return { text, start, end, isQuoted: true };
}

/** Behind the quote that closes the one at `start`; null where none does. */
function endOfQuote(line: string, start: number): number | null {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === '"') return at + 1;
  }
  return null;
}

/** The rest of what should have ended at `start`; `openAt` is a quote in it that has no end. */
function readUntilSpace(line: string, start: number): { end: number; openAt: number | null } {
  let at = start;
  while (at < line.length) {
    if (line[at] === '"') {
      const end = endOfQuote(line, at);
      if (end === null) return { end: line.length, openAt: at };
      at = end;
    }
    const length = lengthOf(bareWord, line, at);
    if (length === 0 && line[at] !== '"') break;
    at += length;
  }
  return { end: at, openAt: null };
}

function lengthOf(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0].length ?? 0;
}

function unclosed(start: number, end: number): QueryError {
  return { start, end, message: 'This quote has no end: write a second " behind what belongs together.' };
}

function misplacedQuote(start: number, end: number): QueryError {
  const message =
    'A quote stands inside a word: put the whole value in quotes, and write \\" for a quote within it.';
  return { start, end, message };
}
