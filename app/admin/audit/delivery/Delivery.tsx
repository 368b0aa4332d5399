import { reportError } from "@/app/_errors/report";
import { AuditLogHealthPanel } from "@/components/auditLog/AuditLogHealthPanel";
import { Alert } from "@/components/ui/alert";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

/** How the log's delivery fares. Where that can't be told the page around stays whole. */
export async function Delivery() {
  const state = await readState().catch(reportFailure);
  if (state === null)
    return (
      <Alert variant="destructive">The state of delivery can’t be shown just now. Reload the page.</Alert>
    );
  return <AuditLogHealthPanel {...state} />;
}

async function readState() {
  const [health, refused] = await Promise.all([auditLogService.health(), auditLogService.deadLetters()]);
  return {
    health,
    deadLetters: refused.map(({ record, code, at }) => ({ id: record?.entry.id ?? null, code, at })),
  };
}

function reportFailure(error: unknown): null {
  reportError(error, "page");
  return null;
}
