import type { QueryForm } from "@/modules/auditLog/search/query.types";
import { withWindow } from "./edit";
import { toField } from "./fields";
import { daysOf, formFromQuery } from "./form";
import { parseQuery } from "./parse";
import { readTokens, trimSpace } from "./tokens";
import { formatQuery, writeBare, writeTerm, writeWindow } from "./write";

/** A page's search parameters. */
export type FormParams = Readonly<Record<string, string | readonly string[] | undefined>>;

const fields = ["actor", "action", "resource", "outcome", "organization", "address", "request"] as const;
type PanelField = (typeof fields)[number];

/**
 * The line that says what the filter panel was filled in with. Parameters are named as the fields of
 * `QueryForm`; instead of `rest` there is `was`, the line that the panel showed, so that nothing of it is lost
 * that the panel can't show. Mistakes get into the line, and are told when it is parsed.
 */
export function queryFromForm(params: FormParams): string {
  const was = valueOf(params, "was");
  const before = formFromQuery(was);
  const closed = [
    ...fields.map((field) => writeField(field, params)),
    ...writeWindows(params, { was, before }),
  ];
  // A quote without an end takes in whatever stands behind it.
  const open = [writeWords(valueOf(params, "words")), withWindow(before.rest, null)].toSorted(openLast);
  return canonical([...closed, ...open].filter((part) => part !== "").join(" "));
}

function valuesOf(params: FormParams, name: string): string[] {
  return [params[name] ?? []]
    .flat()
    .map(trimSpace)
    .filter((value) => value !== "");
}

function valueOf(params: FormParams, name: string): string {
  return valuesOf(params, name)[0] ?? "";
}

function writeField(field: PanelField, params: FormParams): string {
  const isList = field === "action" || field === "outcome";
  const typed = isList ? valuesOf(params, field).flatMap(splitList) : valuesOf(params, field).slice(0, 1);
  return typed.length === 0 ? "" : `${field}:${typed.map(writeTyped).join(",")}`;
}

function splitList(text: string): string[] {
  if (isInQuotes(text)) return [text];
  return text.split(",").flatMap((part) => (trimSpace(part) === "" ? [] : [trimSpace(part)]));
}

/** Quotes mean the same as in a line; without them a value is taken as it is, spaces included. */
function writeTyped(text: string): string {
  return isInQuotes(text) ? text : writeBare(text);
}

function isInQuotes(text: string): boolean {
  const [token, other] = readTokens(text);
  return token?.field === null && !token.isNot && !other && (token.values[0]?.isQuoted ?? false);
}

/** Words alone: what would be a term of the line is looked for as it stands there. */
function writeWords(text: string): string {
  const words = readTokens(text).map(({ start, end, isNot, field, error }) => {
    const raw = text.slice(start, end);
    if (error || field === null) return raw;
    return writeTerm({ field: "words", value: isNot ? raw.slice(1) : raw, isNot });
  });
  return words.join(" ");
}

function openLast(one: string, other: string): number {
  return Number(isOpen(one)) - Number(isOpen(other));
}

function isOpen(text: string): boolean {
  return readTokens(text).at(-1)?.isOpen ?? false;
}

type Shown = { was: string; before: QueryForm };

/** The panel may still hold the dates when a preset is chosen, and the preset when dates are: what changed counts. */
function writeWindows(params: FormParams, { was, before }: Shown): string[] {
  const window = valueOf(params, "window");
  const from = valueOf(params, "from");
  const to = valueOf(params, "to");
  const isPresetChanged = window !== before.window;
  if (!isPresetChanged && from === before.from && to === before.to) return windowTokens(was);
  const hasDates = from !== "" || to !== "";
  if (window !== "" && (isPresetChanged || !hasDates)) return [writeWindow(window)];
  return hasDates ? [writeWindow(daysOf(from, to))] : [];
}

/** As they were typed, so that a month stays a month. */
function windowTokens(line: string): string[] {
  const isWindow = ({ field }: { field: string | null }) => field !== null && toField(field) === "created";
  return readTokens(line)
    .filter(isWindow)
    .map(({ start, end }) => line.slice(start, end));
}

/** What has a mistake stays as it was typed. */
function canonical(line: string): string {
  const parsed = parseQuery(line, { timeZone: "UTC", now: new Date(0) });
  return parsed.errors.length > 0 ? line : formatQuery(parsed);
}
