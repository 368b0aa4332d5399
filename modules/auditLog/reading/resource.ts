import * as auditLogRepo from "@/modules/auditLog/auditLog.repo";
import type { AuditLogPage, PageRequest } from "@/modules/auditLog/auditLog.types";
import { toId, toKind } from "@/modules/auditLog/capture/text";
import { toPage, toPlace } from "./page";

/**
 * What happened to one resource, and to others that named it as related. Ids that may recur among tenants
 * need `page.organizationId`.
 */
export async function getForResource(
  resourceType: string,
  resourceId: string,
  page: PageRequest = {},
): Promise<AuditLogPage> {
  const [type, id] = [toKind(resourceType), toId(resourceId)];
  const tenant = page.organizationId === undefined ? undefined : toId(page.organizationId ?? "");
  const place = toPlace(page, ["resource", type, id, tenant]);
  const rows = await auditLogRepo.findByResource(type, id, {
    cursor: place.before,
    limit: place.size + 1,
    ...(tenant === undefined ? {} : { organizationId: tenant }),
  });
  return toPage(rows, place);
}
