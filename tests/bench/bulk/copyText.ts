import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { columns, columnText } from "@/modules/auditLog/delivery/columns.repo";

const linesAtOnce = 500;

/** Entries in COPY's text format, some hundred lines a piece. */
export function toCopyText(entries: readonly StoredEntry[]): Buffer[] {
  return inPieces(entries.map((entry) => columns.map((column) => columnText(entry, column))));
}

/** The rows of `audit_log_related` in the same format: type, id, the entry's id, its tenant. */
export function toRelatedText(entries: readonly StoredEntry[]): Buffer[] {
  return inPieces(
    entries.flatMap((entry) =>
      (entry.related ?? []).map(({ type, id }) => [type, id, entry.id, entry.organization_id]),
    ),
  );
}

function inPieces(rows: readonly (string | null)[][]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0; from < rows.length; from += linesAtOnce) {
    pieces.push(
      Buffer.from(
        rows
          .slice(from, from + linesAtOnce)
          .map(toLine)
          .join(""),
      ),
    );
  }
  return pieces;
}

function toLine(values: readonly (string | null)[]): string {
  return `${values.map((value) => (value === null ? String.raw`\N` : escape(value))).join("\t")}\n`;
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escape(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}
