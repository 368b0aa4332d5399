import { excerpt } from "./excerpt";

/** A line's fields, in the order in which they are written. */
export const queryFields = [
  "actor",
  "action",
  "resource",
  "outcome",
  "organization",
  "address",
  "request",
  "created",
] as const;
export type FieldName = (typeof queryFields)[number];

const otherNames = new Map<string, FieldName>([
  ["user", "actor"],
  ["by", "actor"],
  ["who", "actor"],
  ["event", "action"],
  ["verb", "action"],
  ["type", "resource"],
  ["object", "resource"],
  ["status", "outcome"],
  ["result", "outcome"],
  ["tenant", "organization"],
  ["from", "address"],
  ["date", "created"],
  ["time", "created"],
  ["when", "created"],
]);

/** The field that is meant by what was typed before a colon; null where there is none. */
export function toField(typed: string): FieldName | null {
  const name = typed.toLowerCase();
  if (name === "org") return "organization";
  if (name === "ip") return "address";
  return queryFields.find((field) => field === name) ?? null;
}

/** What to tell somebody who typed a field that there isn't. */
export function unknownField(typed: string): string {
  const meant = closestField(typed.toLowerCase());
  const advice = meant === null ? `Fields are ${queryFields.join(", ")}.` : `Did you mean “${meant}:”?`;
  return `There is no field “${excerpt(typed)}”. ${advice} To look for a word with a colon, put it in quotes.`;
}

// A longer name is no slip of the finger, and comparing takes time.
const longestName = 20;
const mostSlips = 2;

function closestField(typed: string): FieldName | null {
  if (typed.length > longestName) return null;
  const known = otherNames.get(typed);
  if (known) return known;
  const [closest] = queryFields
    .map((field) => ({ field, slips: slipsBetween(typed, field) }))
    .filter(({ field, slips }) => slips <= mostSlips && slips < field.length / 2)
    .toSorted((one, other) => one.slips - other.slips);
  return closest?.field ?? queryFields.find((field) => typed.length > 2 && field.startsWith(typed)) ?? null;
}

/** Letters to add, take away or change, and neighbours to swap (optimal string alignment distance). */
function slipsBetween(typed: string, name: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: name.length + 1 }, (_, at) => at);
  for (let row = 1; row <= typed.length; row++) {
    const current = [row];
    for (let at = 1; at <= name.length; at++) {
      const isSame = typed[row - 1] === name[at - 1];
      const isSwapped = typed[row - 1] === name[at - 2] && typed[row - 2] === name[at - 1];
      current[at] = Math.min(
        (last[at] ?? 0) + 1,
        (current[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last.at(-1) ?? 0;
}
