import type { ParsedQuery, QueryTerm } from "@/modules/auditLog/search/query.types";
import type { Terms } from "@/modules/auditLog/search/search.types";
import { looksLikeTerm } from "./tokens";
import { hasColonForSlash, isActionPattern, isOperator } from "./values";

type Written = Pick<ParsedQuery, "filter" | "organization" | "window">;

/** The one line that is written for what a query asks for: parsing it gives the same again. */
export function formatQuery({ filter, organization, window }: Written): string {
  const fields = ["actor", "action", "resource", "outcome"] as const;
  return [
    ...fields.map((field) => writeTerms(field, filter[field])),
    organization === null ? "" : writeTerm({ field: "organization", value: organization }),
    writeTerms("address", filter.address),
    writeTerms("request", filter.request),
    window.kind === "default" ? "" : writeWindow(window.kind === "preset" ? window.preset : window.text),
    ...filter.words.is.map((value) => writeTerm({ field: "words", value })),
    ...filter.words.not.map((value) => writeTerm({ field: "words", value, isNot: true })),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

export function writeTerm({ field, value, isNot = false }: QueryTerm): string {
  const sign = isNot ? "-" : "";
  return field === "words"
    ? `${sign}${writeWord(value, isNot)}`
    : `${sign}${field}:${writeValue(field, value)}`;
}

export function writeWindow(text: string): string {
  return `created:${writeBare(text)}`;
}

function writeTerms(field: Exclude<QueryTerm["field"], "words">, { is, not }: Terms): string {
  const write = (values: readonly string[], sign: string) =>
    values.length === 0
      ? []
      : [`${sign}${field}:${values.map((value) => writeValue(field, value)).join(",")}`];
  return [...write(is, ""), ...write(not, "-")].join(" ");
}

/** Whether a value is taken as it is in quotes only: it is not written like an action, or a resource. */
export function isExact(field: QueryTerm["field"], value: string): boolean {
  if (field === "action") return !isActionPattern(value);
  return field === "resource" && hasColonForSlash(value);
}

function writeValue(field: QueryTerm["field"], value: string): string {
  return isExact(field, value) ? quote(value) : writeBare(value);
}

/** In quotes where it would be read as something else without. */
export function writeBare(value: string): string {
  return value === "" || /[\s",]/.test(value) ? quote(value) : value;
}

/** Only the first minus negates, so that one behind it is the word's own. */
function writeWord(value: string, isNot: boolean): string {
  const isTerm = looksLikeTerm(value) && !(isNot && value.startsWith("-"));
  return value === "" || isTerm || isOperator(value) || /[\s"]/.test(value) ? quote(value) : value;
}

/** A backslash is doubled only where it would escape something: so nothing grows that was typed in quotes. */
export function quote(text: string): string {
  return `"${text.replaceAll(/\\(?=["\\]|$)|"/g, String.raw`\$&`)}"`;
}
