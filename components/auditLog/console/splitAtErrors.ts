import type { QueryError } from "@/modules/auditLog/search/query.types";

type Part = { text: string; isWrong: boolean; start: number };

/** What an error at the line's end marks, where there is no character to mark. */
const missing = "…";

/** The line in pieces, right and wrong ones by turns; of errors that overlap the first one marks. */
export function splitAtErrors(line: string, errors: readonly QueryError[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { start, end } of errors.toSorted((one, other) => one.start - other.start)) {
    if (start < at) continue;
    if (start > at) parts.push({ text: line.slice(at, start), isWrong: false, start: at });
    parts.push({ text: line.slice(start, end) || missing, isWrong: true, start });
    at = Math.max(start, end);
  }
  if (at < line.length) parts.push({ text: line.slice(at), isWrong: false, start: at });
  return parts;
}
