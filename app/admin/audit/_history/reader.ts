import { redirect } from "next/navigation";
import { requireActor } from "@/app/_session/session";
import { denyPage } from "@/app/admin/denyPage";
import { accessService } from "@/modules/access/access.service";
import type { Actor, AuditAccess } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { PageRequest, ResourceRef } from "@/modules/auditLog/auditLog.types";
import type { QueryTerm } from "@/modules/auditLog/search/query.types";

/** Somebody who may read the audit log, and how much of it. */
export type Reader = { actor: Actor; access: AuditAccess };

type Reading = "audit_log.viewed" | "audit_log.entry_viewed";

/** Whoever may read the audit log; for anybody else there is no such page, and that they tried is recorded. */
export async function requireReader(page: string, action: Reading): Promise<Reader> {
  const actor = await requireActor(page);
  const access = accessService.auditAccess(actor, null);
  if (access !== null) return { actor, access };
  const { organizationId } = actor;
  if (organizationId === null) redirect("/no-organization");
  return denyPage(actor, { action, resourceType: "audit_log", resourceId: organizationId });
}

/** The reader's tenant and rights, as a history takes them. */
export function scopeOf({
  access: { scope, viewer },
}: Reader): Pick<PageRequest, "organizationId" | "viewer"> {
  return "allOrganizations" in scope ? { viewer } : { viewer, organizationId: scope.organizationId };
}

/** What the entry of a read is about, and the line that would find the same. */
type Read = { action: Reading; resource: ResourceRef; name: string; query?: string };

/** Who reads the log is in the log. What an operator reads is of every tenant, so no tenant's log may name it. */
export async function logRead({ actor, access }: Reader, read: Read): Promise<void> {
  const { action, resource, name, query } = read;
  const reader = access.viewer === "operator" ? { ...actor, organizationId: null } : actor;
  const about = { resourceType: resource.type, resourceId: resource.id, resourceName: name };
  const metadata = query === undefined ? {} : { query };
  await auditLogService.logRead({ actor: reader, action, ...about, metadata });
}

/** Of the log, not of what its history was opened of: there whoever follows that would read of its readers. */
export function logHistoryRead(reader: Reader, { name, term }: { name: string; term: QueryTerm }) {
  return logRead(reader, {
    action: "audit_log.viewed",
    resource: { type: "audit_log", id: reader.access.scopeId },
    name,
    query: auditLogService.withTerm("", term),
  });
}
