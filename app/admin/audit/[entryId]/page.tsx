import { notFound } from "next/navigation";
import { reportError } from "@/app/_errors/report";
import { AppShell } from "@/app/_shell/AppShell";
import { logRead, requireReader, type Reader } from "@/app/admin/audit/_history/reader";
import { decodeSegment } from "@/app/admin/audit/_history/segment";
import { Alert } from "@/components/ui/alert";
import { TextLink } from "@/components/ui/text-link";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { Entry } from "./Entry";

export default async function EntryPage({ params }: PageProps<"/admin/audit/[entryId]">) {
  const { entryId } = await params;
  const reader = await requireReader(`/admin/audit/${entryId}`, "audit_log.entry_viewed");
  const entry = await readEntry(reader, decodeSegment(entryId));
  if (entry === null) notFound();
  if (entry !== "unreadable") await logOpened(reader, entry);
  return (
    <AppShell
      above={<TextLink href="/admin/audit">Audit log</TextLink>}
      actor={reader.actor}
      section="/admin/audit"
      title="Audit log entry"
    >
      {entry === "unreadable" ? (
        <Alert variant="destructive">
          The audit log can’t be read just now. Reload the page to try again.
        </Alert>
      ) : (
        <Entry entry={entry} reader={reader} />
      )}
    </AppShell>
  );
}

/** `unreadable` whether there is such an entry or not. */
async function readEntry({ access }: Reader, id: string): Promise<AuditLogEntry | null | "unreadable"> {
  try {
    return await auditLogService.getEntry(access.scope, { id, viewer: access.viewer });
  } catch (error) {
    reportError(error, "page");
    return "unreadable";
  }
}

function logOpened(reader: Reader, { id, action }: AuditLogEntry): Promise<void> {
  const resource = { type: "audit_log_entry", id };
  return logRead(reader, { action: "audit_log.entry_viewed", resource, name: action });
}
