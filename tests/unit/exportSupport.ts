import type { ExportRow } from "@/modules/auditLog/export/export.types";

export function exportRow(change: Partial<ExportRow> = {}): ExportRow {
  return {
    id: "01991f2e-7c00-7a00-8000-0123456789ab",
    organizationId: "acme",
    actorType: "user",
    actorId: "u1",
    actorName: "Ana Lindqvist",
    impersonatorId: null,
    impersonatorName: null,
    action: "post.updated",
    outcome: "success",
    resourceType: "post",
    resourceId: "p1",
    resourceName: "Q3 plan",
    changes: null,
    metadata: '{"reason": "no longer needed"}',
    ip: "192.0.2.7",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    requestId: "r1",
    createdAt: "2026-08-01T10:15:00.000Z",
    recordedAt: "2026-08-01T10:15:00.123Z",
    ...change,
  };
}

/** A reader of RFC 4180 that takes nothing else: records end with CRLF, and quotes stand around whole fields. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const [, value = "", end] = field.exec(text) ?? [];
    if (end === undefined)
      throw new Error(`No field of a record at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    fields.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ",") continue;
    records.push(fields);
    fields = [];
  }
  if (fields.length > 0) throw new Error("The last record has no end");
  return records;
}
