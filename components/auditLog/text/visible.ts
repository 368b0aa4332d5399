import { hidden } from "@/modules/auditLog/hidden.types";

const longest = 200;

const plain = /^[!-~]+(?: [!-~]+)*$/;
// Of what is hidden, these stand between words.
const blank = /[\v\f\x85\u2028\u2029\u2800]/;

/**
 * Somebody's text as it may be shown on a line: without characters that turn the direction or that nobody sees,
 * which would make two names look alike, and of bearable length. Empty where nothing is to be seen.
 */
export function toVisible(text: string, maxLength = longest): string {
  const start = text.slice(0, 8 * maxLength);
  const seen = plain.test(start) ? start : withoutHidden(start).replaceAll(/\s+/g, " ").trim();
  return seen.length > maxLength ? `${seen.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : seen;
}

function withoutHidden(text: string): string {
  return text.replaceAll(hidden, (character) => (blank.test(character) ? " " : ""));
}
