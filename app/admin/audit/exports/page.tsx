import { z } from "zod";
import { readPreferences } from "@/app/_preferences/preferences";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { requireReader } from "@/app/admin/audit/_history/reader";
import { Alert } from "@/components/ui/alert";
import { TextLink } from "@/components/ui/text-link";
import { auditLogExportService } from "@/modules/auditLog/export/export.service";
import { ExportItem } from "./ExportItem";

// What the export's route says of a file that it did not begin.
const paramsSchema = z.object({ error: z.literal("busy").optional().catch(undefined) });

/** The viewer's own exports in the process that answers: those that run, and the last that ended. */
export default async function ExportsPage({ searchParams }: PageProps<"/admin/audit/exports">) {
  const { actor } = await requireReader("/admin/audit/exports", "audit_log.viewed");
  const { error } = paramsSchema.parse(await searchParams);
  const display = await readPreferences();
  const exports = auditLogExportService.runningExports(actor.impersonator?.id ?? actor.id);
  return (
    <AppShell
      above={<TextLink href="/admin/audit">Audit log</TextLink>}
      actor={actor}
      section="/admin/audit"
      title="Exports"
    >
      {error === "busy" && (
        <Alert variant="destructive">
          Your export was not started: as many as may run at once are running on this server. Wait for one to
          end, then try again.
        </Alert>
      )}
      <Section title="Your exports">
        <p className="text-sm">
          <TextLink href="/admin/audit/exports">Refresh</TextLink>
        </p>
        {exports.length === 0 ? (
          <p className="text-muted-foreground text-sm">
            None yet since the server was started. An export starts from a search of the audit log.
          </p>
        ) : (
          <ul className="divide-y">
            {exports.map((progress) => (
              <ExportItem display={display} key={progress.id} progress={progress} />
            ))}
          </ul>
        )}
      </Section>
    </AppShell>
  );
}
