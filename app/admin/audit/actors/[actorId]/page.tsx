import { notFound } from "next/navigation";
import { Suspense } from "react";
import { readPreferences } from "@/app/_preferences/preferences";
import { readCursor } from "@/app/_shell/Activity";
import { AppShell } from "@/app/_shell/AppShell";
import { consoleLinks } from "@/app/_shell/links";
import { Section } from "@/app/_shell/Section";
import { consoleHref } from "@/app/admin/audit/_history/consoleHref";
import { logHistoryRead, requireReader, scopeOf } from "@/app/admin/audit/_history/reader";
import { decodeSegment } from "@/app/admin/audit/_history/segment";
import { historyQuery, parts, readShow } from "@/app/admin/audit/_history/view";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import { AuditLogSummary } from "@/components/auditLog/history/AuditLogSummary";
import { AuditLogSummarySkeleton } from "@/components/auditLog/history/AuditLogSummarySkeleton";
import { TextLink } from "@/components/ui/text-link";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { findActorName } from "./findActorName";
import { Parts } from "./Parts";

export default async function ActorPage({
  params,
  searchParams,
}: PageProps<"/admin/audit/actors/[actorId]">) {
  const href = `/admin/audit/actors/${(await params).actorId}`;
  const reader = await requireReader(href, "audit_log.viewed");
  const actorId = decodeSegment((await params).actorId);
  const name = await findActorName(reader, actorId);
  if (name === null) notFound();
  const query = await searchParams;
  const cursor = readCursor(query);
  const byActor = { field: "actor", value: actorId } as const;
  await logHistoryRead(reader, { name, term: byActor });

  const { actor, access } = reader;
  const show = readShow(query);
  const { part } = parts[show];
  const display = await readPreferences();
  return (
    <AppShell
      above={<TextLink href="/admin/audit">Audit log</TextLink>}
      actor={actor}
      section="/admin/audit"
      title={name}
    >
      <Section title="Summary">
        <Suspense fallback={<AuditLogSummarySkeleton display={display} />}>
          <AuditLogSummary
            display={display}
            load={() => auditLogService.summarizeActor(access.scope, { actorId, viewer: access.viewer })}
            rankings={[
              { of: "actions", href: (action) => consoleHref(byActor, { field: "action", value: action }) },
              {
                of: "addresses",
                href: (address) => consoleHref(byActor, { field: "address", value: address }),
              },
            ]}
          />
        </Suspense>
      </Section>
      <Section title={access.viewer === "operator" ? "History, everywhere" : "History"}>
        <Parts href={href} show={show} />
        <Suspense fallback={<AuditLogSkeleton display={display} />}>
          <AuditLogFeed
            cursor={cursor}
            display={display}
            hasFilter={part !== undefined}
            links={consoleLinks(actor)}
            load={() =>
              auditLogService.getForActor(actorId, { ...scopeOf(reader), part, cursor, wholeRuns: true })
            }
            olderHref={(older) => historyQuery({ show, cursor: older })}
          />
        </Suspense>
      </Section>
    </AppShell>
  );
}
