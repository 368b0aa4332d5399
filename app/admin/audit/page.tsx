import { redirect } from "next/navigation";
import { Suspense } from "react";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { requireReader } from "@/app/admin/audit/_history/reader";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import { HistogramSkeleton } from "@/components/auditLog/console/HistogramSkeleton";
import { TextLink } from "@/components/ui/text-link";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { ActiveTerms } from "./_console/ActiveTerms";
import { hrefOf, resultsId } from "./_console/address";
import { readParams } from "./_console/params";
import { logSearch, readConsole, type ConsoleState } from "./_console/readConsole";
import { Results } from "./_console/Results";
import { SearchPanel } from "./_console/SearchPanel";
import { Timeline } from "./_console/Timeline";
import { WindowBar } from "./_console/WindowBar";

/** The console: what happened, by a query whose one state is the line in the address. */
export default async function AuditLogPage({ searchParams }: PageProps<"/admin/audit">) {
  const query = await searchParams;
  const params = readParams(query);
  const reader = await requireReader(hrefOf(params.line), "audit_log.viewed");
  if (params.isPanel) redirect(hrefOf(auditLogService.queryFromForm(query)));
  const state = await readConsole(reader, params);
  const isUnderstood = state.query.errors.length === 0;
  if (isUnderstood) await logSearch(state);
  return (
    <AppShell
      actor={reader.actor}
      beside={reader.access.canChoose && <TextLink href="/admin/audit/delivery">Delivery</TextLink>}
      section="/admin/audit"
      title="Audit log"
    >
      <Section title="Search">
        <SearchPanel {...state} />
      </Section>
      {isUnderstood && <Found {...state} />}
    </AppShell>
  );
}

function Found(state: ConsoleState) {
  return (
    <Section title="Entries">
      <ActiveTerms {...state} />
      <WindowBar {...state} />
      <Suspense fallback={<HistogramSkeleton />}>
        <Timeline {...state} />
      </Suspense>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4" id={resultsId}>
        <Suspense fallback={<AuditLogSkeleton display={state.display} />}>
          <Results {...state} />
        </Suspense>
      </div>
    </Section>
  );
}
