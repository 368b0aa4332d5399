import type { QueryTerm } from "@/modules/auditLog/search/query.types";
import { toField } from "./fields";
import { readToken } from "./terms";
import { readTokens, trimSpace, type Token } from "./tokens";
import { toValue } from "./values";
import { writeTerm, writeWindow } from "./write";

// These change a line where they have to and leave the rest as it was typed, mistakes included: what a link
// does must not silently drop what somebody wrote.

/** The line with another window: a preset or dates, as behind `created:`; null: the default one. */
export function withWindow(line: string, window: string | null): string {
  const kept = readTokens(line).filter(({ field }) => field === null || toField(field) !== "created");
  return join(line, kept, window === null ? [] : [writeWindow(window)]);
}

/** The line that asks for this too. It takes the place of its opposite; an organization that of another. */
export function withTerm(line: string, term: QueryTerm): string {
  const { field, isNot = false } = term;
  if (termsOf(line).some((other) => isSame(other, term))) return trimSpace(line);
  const without = withoutTerm(line, { ...term, isNot: !isNot });
  const kept = readTokens(without).filter(
    (token) => field !== "organization" || token.field === null || toField(token.field) !== field,
  );
  return join(without, kept, [writeTerm(term)]);
}

/** The line that doesn't ask for this. */
export function withoutTerm(line: string, term: QueryTerm): string {
  const parts = readTokens(line).flatMap((token) => {
    const { terms } = readToken(token);
    const left = terms.filter((other) => !isSame(other, term));
    return left.length === terms.length ? [rawOf(line, token)] : left.map(writeTerm);
  });
  return trimSpace(parts.join(" "));
}

function termsOf(line: string): QueryTerm[] {
  return readTokens(line).flatMap((token) => readToken(token).terms);
}

function isSame(one: QueryTerm, other: QueryTerm): boolean {
  return (
    one.field === other.field &&
    (one.isNot ?? false) === (other.isNot ?? false) &&
    one.value === toValue(other.field, other.value)
  );
}

/** What is added stands before a quote without an end, which would take it in. */
function join(line: string, tokens: readonly Token[], added: readonly string[]): string {
  const closed = tokens.filter(({ isOpen }) => !isOpen).map((token) => rawOf(line, token));
  const open = tokens.filter(({ isOpen }) => isOpen).map((token) => rawOf(line, token));
  return trimSpace([...closed, ...added, ...open].join(" "));
}

/** A token as it was typed. */
function rawOf(line: string, { start, end }: Pick<Token, "start" | "end">): string {
  return line.slice(start, end);
}
