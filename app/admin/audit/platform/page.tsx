import { requireActor } from "@/app/_session/session";
import { readCursor } from "@/app/_shell/Activity";
import { AuditPage } from "@/app/admin/audit/AuditPage";
import { denyPage } from "@/app/admin/denyPage";

export default async function PlatformAuditPage({ searchParams }: PageProps<"/admin/audit/platform">) {
  const actor = await requireActor("/admin/audit/platform");
  if (actor.platformRole !== "admin")
    return denyPage(actor, { action: "audit_log.viewed", resourceType: "platform", resourceId: "audit_log" });
  return <AuditPage actor={actor} cursor={readCursor(await searchParams)} scope="platform" />;
}
