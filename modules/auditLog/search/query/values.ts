import { isIP } from "node:net";
import { outcomes } from "@/modules/auditLog/auditLog.types";
import type { QueryTerm } from "@/modules/auditLog/search/query.types";
import { codePointOf, excerpt, firstUnseen } from "./excerpt";
import { noWholeAction } from "./actionErrors";
import type { Value } from "./tokens";

const dottedName = /^[^.*]+(\.[^.*]+)*$/;

/** Whether an action is written as such: `post.deleted`, `post.*`. Others have to stand in quotes. */
export function isActionPattern(text: string): boolean {
  return text.includes(".") && dottedName.test(stemOf(text));
}

/** A value as it is looked for. */
export function toValue(field: QueryTerm["field"], text: string): string {
  return field === "outcome" ? text.toLowerCase() : text;
}

/** Why a field can't have this value, and what to write instead; null where it can. */
export function wrongValue(field: QueryTerm["field"], value: Value): string | null {
  const unseen = firstUnseen(value.text);
  if (unseen !== null) {
    return `A character that can't be seen (${codePointOf(unseen)}) stands here: take it out, or type the value anew.`;
  }
  if (field === "outcome") return wrongOutcome(value.text);
  if (field === "action") return wrongAction(value);
  if (field === "address") return wrongAddress(value.text);
  if (field === "resource") return wrongResource(value);
  return field === "words" ? wrongWord(value) : null;
}

function wrongOutcome(text: string): string | null {
  if (outcomes.some((outcome) => outcome === toValue("outcome", text))) return null;
  return `“${excerpt(text)}” is no outcome: write success, failure or denied.`;
}

/** An action that no code declares is none of them: old logs hold what was removed since. */
function wrongAction({ text, isQuoted }: Value): string | null {
  const stem = stemOf(text);
  if (text === "*") return "Every action is meant: leave action: out.";
  if (stem.includes("*")) {
    return "A * stands for the rest of an action, so it comes last and behind a dot, as in post.* or auth.login.*";
  }
  if (isQuoted || isActionPattern(text)) return null;
  if (!dottedName.test(stem)) return `“${excerpt(text)}” is no action: write it as in post.deleted or post.*`;
  return noWholeAction(text);
}

function stemOf(text: string): string {
  return text.endsWith(".*") ? text.slice(0, -2) : text;
}

/** An address, or a block of them in the notation of RFC 4632. */
function wrongAddress(text: string): string | null {
  const [address = "", bits, more] = text.split("/");
  const version = isIP(address);
  const isBlock =
    bits === undefined || (/^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  if (version !== 0 && !address.includes("%") && isBlock && more === undefined) return null;
  return `“${excerpt(text)}” is no address: write it as 203.0.113.7, 2001:db8::1 or, for a block, 203.0.113.0/24.`;
}

/** Whether a resource is written as its type and id are in other notations, `project:123`. */
export function hasColonForSlash(text: string): boolean {
  return /^[^/:]+:[^/]+$/.test(text);
}

function wrongResource({ text, isQuoted }: Value): string | null {
  if (text === "*") return "Every resource is meant: leave resource: out.";
  if (!isQuoted && hasColonForSlash(text)) {
    return `Between type and id stands a slash: write resource:${excerpt(text.replace(":", "/"))}`;
  }
  const slash = text.indexOf("/");
  const type = slash < 0 ? text : text.slice(0, slash);
  if (type === "") return "A resource begins with its type: write it as project or project/ and its id.";
  if (slash >= 0 && ["", "*"].includes(text.slice(slash + 1))) {
    return `Behind the / comes an id: for every resource of the type write resource:${excerpt(type)}`;
  }
  return null;
}

const operators = new Map([
  ["AND", 'Fields hold together without AND: leave it out, or write "AND" to look for the word.'],
  [
    "OR",
    'To mean either, write the field twice or a comma between: outcome:denied,failure. Write "OR" to look for the word.',
  ],
  ["NOT", 'To exclude, write a minus in front: -outcome:denied. Write "NOT" to look for the word.'],
]);

/** Whether a word is one that other search languages connect terms with: it has to stand in quotes. */
export function isOperator(word: string): boolean {
  return operators.has(word);
}

function wrongWord({ text, isQuoted }: Value): string | null {
  return isQuoted ? null : (operators.get(text) ?? null);
}
