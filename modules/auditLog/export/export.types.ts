import type { AuditLogFilter } from "@/modules/auditLog/search/search.types";
import type { AuditLogEntry, Viewer } from "@/modules/auditLog/auditLog.types";
import { adviceOn } from "@/modules/auditLog/errorCodes.types";

export const exportFormats = ["csv", "ndjson", "cloudevents", "ocsf"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What is exported: `query` and `requestedBy`, a user's id, tell later whose export of what it was. */
export type ExportRequest = {
  filter: AuditLogFilter;
  format: ExportFormat;
  viewer: Viewer;
  query: string;
  requestedBy?: string | null;
  /** Ends the export, and frees what it holds, at once. */
  signal?: AbortSignal;
};

/** A file that comes into being while it is read. */
export type AuditLogExport = {
  contentType: string;
  /** Of the file's name, without a dot. */
  extension: string;
  body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** How far it is, at any time. */
  progress: Readonly<ExportProgress>;
};

/**
 * How far an export is, or how it ended. `aborted`: whoever asked for it went away. `broke_off`: not all rows are
 * in the file, and its last line says so; `code` is why, a SQLSTATE or a system code, `STALLED` where
 * nothing was read of it for a minute, `STOPPED` where the server was stopped.
 */
export type ExportProgress = {
  id: string;
  format: ExportFormat;
  query: string;
  requestedBy: string | null;
  startedAt: Date;
  endedAt: Date | null;
  state: "running" | "complete" | "broke_off" | "aborted";
  rows: number;
  bytes: number;
  code: string | null;
};

const unexplained = adviceOn("");

/** Why an export broke off, as a sentence; empty where the code explains nothing. */
export function reasonOf(code: string): string {
  const advice = adviceOn(code);
  return advice === unexplained ? "" : advice.meaning;
}

/** An entry on its way into a file: JSON and instants (ISO 8601, UTC) are text, as most formats write them. */
export type ExportRow = Omit<AuditLogEntry, "changes" | "metadata" | "createdAt" | "recordedAt"> & {
  changes: string | null;
  metadata: string;
  createdAt: string;
  recordedAt: string;
};

/** How an export ended that isn't whole: after so many rows, and why. */
export type BrokeOff = { rows: number; code: string };

/** A file format, line by line. Every piece of text it returns ends with its line end. */
export type Formatter = {
  contentType: string;
  extension: string;
  /** What stands before the first entry. */
  head?: string;
  line: (row: ExportRow) => string;
  /** The last line of a file that lacks rows. */
  brokeOff: (end: BrokeOff) => string;
};

/** As many exports as may run at once in this process do. */
export class ExportLimitError extends Error {
  override readonly name = "ExportLimitError";

  constructor(readonly limit: number) {
    super(
      `${limit} exports are running on this server, and no more run at once. Wait for one to end, then try again.`,
    );
  }
}
