import type { AuditLogPage, PageRequest } from "@/modules/auditLog/auditLog.types";
import { toId, toKind } from "@/modules/auditLog/capture/text";
import { ofResource, relatedTo } from "./branch.repo";
import { findPage } from "./findPage";
import { toPage, toPlace } from "./page";
import { branchesOf } from "./tenants";

/**
 * What happened to one resource, and to others that named it as related. Ids that may recur among tenants
 * need `page.organizationId`.
 *
 * @throws RangeError without `page.organizationId` where hundreds of tenants have a resource of this id
 */
export async function getForResource(
  resourceType: string,
  resourceId: string,
  page: PageRequest = {},
): Promise<AuditLogPage> {
  const resource = { type: toKind(resourceType), id: toId(resourceId) };
  const tenant = page.organizationId === undefined ? null : toId(page.organizationId ?? "");
  const place = toPlace(page, ["resource", resource.type, resource.id, tenant ?? undefined]);
  const branches = await branchesOf([ofResource(resource), relatedTo(resource)], tenant);
  if (branches === null) {
    throw new RangeError(
      "Hundreds of organizations have a resource of this type and id: name one as organizationId",
    );
  }
  const rows = await findPage(branches, { from: null, before: place.before, limit: place.size + 1 });
  return toPage(rows, place);
}
