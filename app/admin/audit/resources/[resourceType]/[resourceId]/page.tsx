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
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import { AuditLogSummary } from "@/components/auditLog/history/AuditLogSummary";
import { AuditLogSummarySkeleton } from "@/components/auditLog/history/AuditLogSummarySkeleton";
import { toVisible } from "@/components/auditLog/text/visible";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { findResource } from "./findResource";

export default async function ResourcePage({
  params,
  searchParams,
}: PageProps<"/admin/audit/resources/[resourceType]/[resourceId]">) {
  const path = await params;
  const href = `/admin/audit/resources/${path.resourceType}/${path.resourceId}`;
  const reader = await requireReader(href, "audit_log.viewed");
  const [type, id] = [decodeSegment(path.resourceType), decodeSegment(path.resourceId)];
  const found = await findResource(reader, { type, id });
  if (found === null) notFound();
  const name = found.name ?? toVisible(id);
  const cursor = readCursor(await searchParams);
  const ofResource = { field: "resource", value: `${type}/${id}` } as const;
  await logHistoryRead(reader, { name, term: ofResource });

  const { actor, access } = reader;
  const display = await readPreferences();
  return (
    <AppShell
      above={<TextLink href="/admin/audit">Audit log</TextLink>}
      actor={actor}
      beside={<Badge variant="outline">{toVisible(type)}</Badge>}
      section="/admin/audit"
      title={name}
    >
      <Section title="Summary of its own entries">
        <Suspense fallback={<AuditLogSummarySkeleton display={display} />}>
          <AuditLogSummary
            display={display}
            load={() =>
              auditLogService.summarizeResource(access.scope, {
                resourceType: type,
                resourceId: id,
                viewer: access.viewer,
              })
            }
            rankings={[
              {
                of: "actions",
                href: (action) => consoleHref(ofResource, { field: "action", value: action }),
              },
              {
                of: "actors",
                href: (actorId) => consoleHref(ofResource, { field: "actor", value: actorId }),
              },
              {
                of: "addresses",
                href: (address) => consoleHref(ofResource, { field: "address", value: address }),
              },
            ]}
          />
        </Suspense>
      </Section>
      <Section title="History, with related entries">
        <Suspense fallback={<AuditLogSkeleton display={display} />}>
          <AuditLogList
            cursor={cursor}
            display={display}
            links={consoleLinks(actor)}
            resourceId={id}
            resourceType={type}
            {...scopeOf(reader)}
          />
        </Suspense>
      </Section>
    </AppShell>
  );
}
