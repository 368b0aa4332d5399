import { redirect } from "next/navigation";
import { requireActor, requireMember } from "@/app/_session/session";
import { readCursor } from "@/app/_shell/Activity";
import { denyPage } from "@/app/admin/denyPage";
import { accessService } from "@/modules/access/access.service";
import { AuditPage } from "./AuditPage";

export default async function OrganizationAuditPage({ searchParams }: PageProps<"/admin/audit">) {
  const viewer = await requireActor("/admin/audit");
  const query = await searchParams;
  const isOrganizationAdmin = accessService.can(viewer, "audit_log.read");
  if (query.scope === "platform" || (viewer.platformRole === "admin" && !isOrganizationAdmin))
    redirect("/admin/audit/platform");
  const actor = await requireMember("/admin/audit");
  if (!isOrganizationAdmin)
    return denyPage(actor, {
      action: "audit_log.viewed",
      resourceType: "audit_log",
      resourceId: actor.organizationId,
    });
  return <AuditPage actor={actor} cursor={readCursor(query)} scope="organization" />;
}
