import { hrefOf } from "@/app/admin/audit/_console/address";
import { AuditLogTime } from "@/components/auditLog/AuditLogTime";
import type { Display } from "@/components/auditLog/display";
import { escapeHidden } from "@/components/auditLog/text/escaped";
import { Badge } from "@/components/ui/badge";
import { reasonOf, type ExportProgress } from "@/modules/auditLog/export/export.types";

const states = {
  running: "Running",
  complete: "Complete",
  broke_off: "Broke off",
  aborted: "Canceled",
} as const satisfies Record<ExportProgress["state"], string>;

const formats = { csv: "CSV", ndjson: "NDJSON", cloudevents: "CloudEvents", ocsf: "OCSF" } as const;

/** One export: of what, how far, and how it ended. */
export function ExportItem({ progress, display }: { progress: ExportProgress; display: Display }) {
  const { state, format, query, rows, bytes, code, startedAt } = progress;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Badge variant={state === "broke_off" ? "destructive" : "default"}>{states[state]}</Badge>
        <a
          className="font-mono text-sm break-all underline underline-offset-4"
          dir="auto"
          href={hrefOf(query)}
        >
          {query === "" ? "Every entry of the last 30 days" : escapeHidden(query)}
        </a>
      </div>
      <p className="text-muted-foreground flex flex-wrap gap-x-3 text-sm">
        <span>{formats[format]}</span>
        <span>
          {count.format(rows)} {rows === 1 ? "entry" : "entries"}, {sizeOf(bytes)}
        </span>
        <AuditLogTime at={startedAt} display={display} />
      </p>
      {code !== null && <p className="text-sm">{explain(code, bytes)}</p>}
    </li>
  );
}

const count = new Intl.NumberFormat("en");
const kilobytes = new Intl.NumberFormat("en", { style: "unit", unit: "kilobyte" });
const megabytes = new Intl.NumberFormat("en", { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? kilobytes.format(Math.ceil(bytes / 1_000)) : megabytes.format(bytes / 1_000_000);
}

/** Without bytes there is no file, and no last line. */
function explain(code: string, bytes: number): string {
  const missing = `Entries are missing (${code})${bytes > 0 ? ", as the file’s last line says too" : ""}.`;
  return [missing, reasonOf(code), "Start the export again."].filter((sentence) => sentence !== "").join(" ");
}
