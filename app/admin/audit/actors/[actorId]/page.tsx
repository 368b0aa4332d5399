import { notFound } from "next/navigation";
import { Suspense } from "react";
import { requireActor, requireMember } from "@/app/_session/session";
import { readCursor } from "@/app/_shell/Activity";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { denyPage } from "@/app/admin/denyPage";
import { recordView } from "@/app/admin/recordView";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import { TextLink } from "@/components/ui/text-link";
import { accessService } from "@/modules/access/access.service";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { findActorName } from "./findActorName";

export default async function ActorPage({
  params,
  searchParams,
}: PageProps<"/admin/audit/actors/[actorId]">) {
  const { actorId } = await params;
  const page = `/admin/audit/actors/${actorId}`;
  const viewer = await requireActor(page);
  const isPlatformAdmin = viewer.platformRole === "admin";
  const actor = isPlatformAdmin ? viewer : await requireMember(page);
  const { organizationId } = actor;
  if (!isPlatformAdmin && !accessService.can(actor, "audit_log.read")) {
    return denyPage(actor, {
      action: "audit_log.viewed",
      resourceType: "audit_log",
      resourceId: organizationId ?? "",
    });
  }

  const scope = isPlatformAdmin ? {} : { organizationId };
  const name = await findActorName(actor, { actorId, scope });
  if (name === null) notFound();
  const cursor = readCursor(await searchParams);
  // What a platform administrator reads is of every tenant, so no tenant's log may name it.
  const reader = isPlatformAdmin ? { ...viewer, organizationId: null } : actor;
  await recordView(reader, { resourceType: "user", resourceId: actorId, resourceName: name, cursor });
  return (
    <AppShell
      above={<TextLink href="/admin/audit">Audit log</TextLink>}
      actor={actor}
      section="/admin/audit"
      title={name}
    >
      <Section title={isPlatformAdmin ? "What they did, everywhere" : "What they did"}>
        <Suspense fallback={<AuditLogSkeleton />}>
          <AuditLogFeed
            cursor={cursor}
            load={() => auditLogService.getForActor(actorId, { ...scope, cursor })}
          />
        </Suspense>
      </Section>
    </AppShell>
  );
}
