import type { PlacedTerm, QueryError, QueryTerm } from "@/modules/auditLog/search/query.types";
import { toField, unknownField } from "./fields";
import { readTokens, trimSpace, type Token, type Value } from "./tokens";
import { toValue, wrongValue } from "./values";

/** In UTF-16 code units, as `String.length` counts. */
export const maxLineLength = 1_000;
/** In values, so that `action:a.b,c.d` is two. */
const maxTerms = 20;

/** `windows`: as typed, e.g. `30d`. */
export type Reading = {
  terms: PlacedTerm[];
  windows: { text: string; start: number; end: number }[];
  errors: QueryError[];
};

/** What a line says. What its window means depends on the viewer's zone, and is left to others. */
export function readLine(line: string): Reading {
  if (line.length > maxLineLength) return failed(tooLong(line));
  const { tokens, errors } = firstTokens(line);
  const readings = tokens.map(readToken);
  const terms = readings.flatMap((reading) => reading.terms);
  const windows = readings.flatMap((reading) => reading.windows);
  const wrong = [
    ...readings.flatMap((reading) => reading.errors),
    ...windows.slice(1).map(secondWindow),
    ...terms
      .filter(({ field }) => field === "organization")
      .slice(1)
      .map(secondOrganization),
    ...errors,
  ];
  return { terms, windows, errors: wrong };
}

/** What one token says: nothing where there is an error in it. */
export function readToken(token: Token): Reading {
  const { field: typed, values, isNot, error, start, end } = token;
  if (error) return failed(error);
  const field = typed === null ? ("words" as const) : toField(typed);
  if (field === null) return failed(unknown(token));
  const empty = values.find(({ text }) => trimSpace(text) === "");
  if (empty) return failed(emptyValue(token, empty));
  if (field === "created") return readWindow(token);
  if (field === "organization" && isNot) return failed({ start, end, message: negatedOrganization });
  const errors = values.flatMap((value) => errorIn(value, field));
  if (errors.length > 0) return failed(...errors);
  const terms = values.map(({ text }) => ({ field, value: toValue(field, text), isNot, start, end }));
  return { terms, windows: [], errors: [] };
}

function errorIn(value: Value, field: QueryTerm["field"]): QueryError[] {
  const message = wrongValue(field, value);
  return message === null ? [] : [{ start: value.start, end: value.end, message }];
}

function readWindow({ values, isNot, start, end }: Token): Reading {
  const [only, second] = values;
  if (isNot) return failed({ start, end, message: negatedWindow });
  if (second) return failed(secondWindow({ start: second.start, end }));
  return {
    terms: [],
    windows: only ? [{ text: only.text, start: only.start, end: only.end }] : [],
    errors: [],
  };
}

function failed(...errors: QueryError[]): Reading {
  return { terms: [], windows: [], errors };
}

const negatedOrganization =
  "An organization can't be excluded: name the one to look at, or write nothing of it for all.";
const negatedWindow =
  "A time can't be excluded: write without the minus what to look at, as in created:2026-08-01..2026-08-31";

function unknown({ field, fieldStart }: Token): QueryError {
  const typed = field ?? "";
  return { start: fieldStart, end: fieldStart + typed.length, message: unknownField(typed) };
}

/** Of several values the comma or colon before the missing one is marked, since it has no place of its own. */
function emptyValue({ start, end, field, values }: Token, empty: Value): QueryError {
  const place = values.length === 1 ? { start, end } : { start: empty.start - 1, end: empty.end };
  const message =
    field === null
      ? "Nothing is to be looked for here: write a word, or take it out."
      : `A value is missing: write it right behind, without a space, as in ${examples[toField(field) ?? "actor"]}`;
  return { ...place, message };
}

const examples = {
  actor: "actor:ana",
  action: "action:post.deleted",
  resource: "resource:project",
  outcome: "outcome:denied",
  organization: "organization:acme",
  address: "address:203.0.113.7",
  request: "request:7f9c",
  created: "created:7d",
};

function secondWindow({ start, end }: { start: number; end: number }): QueryError {
  const message =
    "The time is given twice: leave one of them, or write a range, as in created:2026-08-01..2026-08-31";
  return { start, end, message };
}

function secondOrganization({ start, end }: { start: number; end: number }): QueryError {
  const message = "Only one organization can be looked at at once: leave one of them, or * for all.";
  return { start, end, message };
}

function tooLong(line: string): QueryError {
  const [has, may] = [line.length, maxLineLength].map((length) => length.toLocaleString("en"));
  const message = `The line has ${has} characters, and may have ${may}: leave out what stands here.`;
  return { start: maxLineLength, end: line.length, message };
}

/** As many tokens as have no more values than are looked for, and an error for the rest of the line. */
function firstTokens(line: string): { tokens: Token[]; errors: QueryError[] } {
  const tokens = readTokens(line);
  let values = 0;
  const excess = tokens.findIndex((token) => (values += Math.max(1, token.values.length)) > maxTerms);
  if (excess < 0) return { tokens, errors: [] };
  const start = tokens[excess]?.start ?? 0;
  const message = `A line may ask for ${maxTerms} things, and this is more: leave some out, or write post.* for several actions.`;
  return { tokens: tokens.slice(0, excess), errors: [{ start, end: line.length, message }] };
}
