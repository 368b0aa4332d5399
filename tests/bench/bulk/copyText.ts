import type { StoredEntry } from "@/modules/auditLog/auditLog.types";

export const entryColumns = [
  "id",
  "organization_id",
  "actor_type",
  "actor_id",
  "actor_name",
  "impersonator_id",
  "impersonator_name",
  "action",
  "outcome",
  "resource_type",
  "resource_id",
  "resource_name",
  "changes",
  "metadata",
  "ip",
  "user_agent",
  "request_id",
  "created_at",
] as const satisfies (keyof StoredEntry)[];

const linesAtOnce = 500;

/** Entries in COPY's text format, some hundred lines a piece. */
export function toCopyText(entries: readonly StoredEntry[]): Buffer[] {
  return inPieces(
    entries.map(({ changes, metadata, ...entry }) => {
      const text = { ...entry, changes: toJsonText(changes), metadata: toJsonText(metadata) };
      return entryColumns.map((column) => text[column]);
    }),
  );
}

function toJsonText(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
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
