import { readEnv } from "@/env";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import type { Formatter } from "@/modules/auditLog/export/export.types";
import { entryOf } from "@/modules/auditLog/export/rows";
import { toCloudEvent, type StandardOptions } from "@/modules/auditLog/export/standards/cloudEvents";
import { toOcsf } from "@/modules/auditLog/export/standards/ocsf";
import { brokeOff } from "./ndjson";

/** CloudEvents 1.0 in JSON, one a line. */
export const cloudevents = eventLines("cloudevents.ndjson", toCloudEvent);

/** OCSF events in JSON, one a line. */
export const ocsf = eventLines("ocsf.ndjson", toOcsf);

function eventLines(
  extension: string,
  toEvent: (entry: AuditLogEntry, options: StandardOptions) => object,
): Formatter {
  let source: string | undefined;
  return {
    contentType: "application/x-ndjson; charset=utf-8",
    extension,
    line: (row) => {
      source ??= readEnv().APP_URL ?? "/audit-log";
      return `${JSON.stringify(toEvent(entryOf(row), { source }))}\n`;
    },
    brokeOff,
  };
}
