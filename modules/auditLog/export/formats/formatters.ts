import type { ExportFormat, Formatter } from "@/modules/auditLog/export/export.types";
import { csv } from "./csv";
import { ndjson } from "./ndjson";
import { cloudevents, ocsf } from "./eventLines";

export const formatters: Readonly<Record<ExportFormat, Formatter>> = { csv, ndjson, cloudevents, ocsf };
