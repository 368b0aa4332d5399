import { Temporal } from "temporal-polyfill";
import type { QueryForm, QueryTerm } from "@/modules/auditLog/search/query.types";
import { readDates, type Boundary } from "./dates";
import { maxLineLength, readToken } from "./terms";
import { readTokens, trimSpace } from "./tokens";
import { toPreset } from "./windows";
import { isExact, quote, writeTerm } from "./write";

const empty: QueryForm = {
  actor: "",
  action: [],
  resource: "",
  outcome: [],
  organization: "",
  address: "",
  request: "",
  words: "",
  window: "",
  from: "",
  to: "",
  rest: "",
};

/** What the filter panel shows of a line. What it has no field for is in `rest`, mistakes included. */
export function formFromQuery(typed: string): QueryForm {
  const line = trimSpace(typed);
  if (line.length > maxLineLength) return { ...empty, rest: line };
  return readTokens(line).reduce((form, token) => {
    const { terms, windows, errors } = readToken(token);
    const raw = line.slice(token.start, token.end);
    if (errors.length > 0) return addRest(form, raw);
    const shown = terms.reduce(addTerm, form);
    return windows.reduce((each, { text }) => addWindow(each, text) ?? addRest(each, raw), shown);
  }, empty);
}

function addTerm(form: QueryForm, term: QueryTerm): QueryForm {
  const { field, isNot } = term;
  if (field === "words") return { ...form, words: append(form.words, writeTerm(term)) };
  if (isNot) return addRest(form, writeTerm(term));
  if (field === "action" || field === "outcome")
    return { ...form, [field]: [...form[field], shownValue(term)] };
  return form[field] === "" ? { ...form, [field]: shownValue(term) } : addRest(form, writeTerm(term));
}

/** As it has to be typed into the panel to be read as this again. */
function shownValue({ field, value }: QueryTerm): string {
  return isExact(field, value) || value !== value.trim() || /^".*"$/s.test(value) ? quote(value) : value;
}

/** Null where the panel can't show it: it has one window, of whole days. */
function addWindow(form: QueryForm, text: string): QueryForm | null {
  if (form.window !== "" || form.from !== "" || form.to !== "") return null;
  const preset = toPreset(text);
  if (preset) return { ...form, window: preset };
  const dates = readDates(text);
  if ("message" in dates || !isDay(dates.from) || !isDay(dates.to)) return null;
  const from = dates.from?.plain.toPlainDate().toString() ?? "";
  const to = dates.to?.plain.toPlainDate().subtract({ days: 1 }).toString() ?? "";
  return "message" in readDates(daysOf(from, to)) ? null : { ...form, from, to };
}

const midnight = new Temporal.PlainTime();

function isDay(boundary: Boundary | null): boolean {
  return boundary === null || (boundary.zone === null && boundary.plain.toPlainTime().equals(midnight));
}

/** The dates of a line for days, one of which may be missing: both are included. */
export function daysOf(from: string, to: string): string {
  if (from === "" || to === "") return from === "" ? `<=${to}` : `>=${from}`;
  return from === to ? from : `${from}..${to}`;
}

function addRest(form: QueryForm, text: string): QueryForm {
  return { ...form, rest: append(form.rest, text) };
}

function append(text: string, more: string): string {
  return text === "" ? more : `${text} ${more}`;
}
