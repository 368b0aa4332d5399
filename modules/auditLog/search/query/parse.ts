import type { ParsedQuery, QueryClock, QueryError, QueryTerm } from "@/modules/auditLog/search/query.types";
import type { AuditLogFilter, Terms } from "@/modules/auditLog/search/search.types";
import { readLine, type Reading } from "./terms";
import { trimSpace } from "./tokens";
import { defaultWindow, resolveWindow, type ResolvedWindow } from "./windows";
import { knownZone } from "./zone";

/**
 * What a typed line asks for. Its dates are days of the viewer's zone, with the hours they have there;
 * without `created:` it asks for the last 30 days. Takes any string and never throws: what can't be
 * understood is an error with its place.
 */
export function parseQuery(typed: string, { timeZone, now }: QueryClock): ParsedQuery {
  const line = trimSpace(typed);
  const reading = readLine(line);
  const { terms } = reading;
  const { window, from, to, error } = windowOf(reading, { timeZone: knownZone(timeZone), now });
  const errors = error ? [...reading.errors, error] : reading.errors;
  return {
    line,
    terms,
    filter: { ...termsByField(terms), from, to },
    window,
    organization: terms.find(({ field }) => field === "organization")?.value ?? null,
    errors: errors.toSorted((one, other) => one.start - other.start),
  };
}

function windowOf({ windows }: Reading, clock: QueryClock): ResolvedWindow & { error?: QueryError } {
  const [typed] = windows;
  if (!typed) return defaultWindow(clock);
  const resolved = resolveWindow(typed.text, clock);
  if (!("message" in resolved)) return resolved;
  return {
    ...defaultWindow(clock),
    error: { start: typed.start, end: typed.end, message: resolved.message },
  };
}

type TermsByField = Omit<AuditLogFilter, "from" | "to">;

function termsByField(terms: readonly Required<QueryTerm>[]): TermsByField {
  return {
    actor: termsOf("actor", terms),
    action: termsOf("action", terms),
    resource: termsOf("resource", terms),
    outcome: termsOf("outcome", terms),
    address: termsOf("address", terms),
    request: termsOf("request", terms),
    words: termsOf("words", terms),
  };
}

function termsOf(field: QueryTerm["field"], terms: readonly Required<QueryTerm>[]): Terms {
  const ofField = terms.filter((term) => term.field === field);
  const values = (isNot: boolean) => ofField.filter((term) => term.isNot === isNot).map(({ value }) => value);
  return { is: [...new Set(values(false))], not: [...new Set(values(true))] };
}
