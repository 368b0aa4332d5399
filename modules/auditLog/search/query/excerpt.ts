import { hidden } from "@/modules/auditLog/hidden.types";

const longest = 40;

// A line is one, so that no tab nor line end belongs into it.
const unwanted = new RegExp(String.raw`${hidden.source}|\p{Cc}`, "gu");

/** The first character that can't be seen, or would break the line; null where there is none. */
export function firstUnseen(typed: string): string | null {
  const at = typed.search(unwanted);
  return at < 0 ? null : String.fromCodePoint(typed.codePointAt(at) ?? 0);
}

/** What was typed, as a message can name it: short, and without what would upset the sentence. */
export function excerpt(typed: string): string {
  const plain = typed.slice(0, longest + 1).replaceAll(unwanted, "\uFFFD");
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

/** How a character is named that can't be seen: U+202E. */
export function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
