import { z } from "zod";
import { reportError } from "@/app/_errors/report";
import type { OrganizationActor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ResourceRef } from "@/modules/auditLog/auditLog.types";

/** What is known of a deleted thing: its last name, if it had one. */
export type Remains = { name: string | null };

/**
 * What the organization's own history tells of a thing that is gone; null if it never was there. Refused
 * attempts don't count: they are recorded for whatever id was tried.
 */
export async function findRemains(
  actor: OrganizationActor,
  { type, id }: ResourceRef,
): Promise<Remains | null> {
  if (!z.guid().safeParse(id).success) return null;
  const page = { organizationId: actor.organizationId, limit: 100 };
  const history = await auditLogService.getForResource(type, id, page).catch((error: unknown) => {
    reportError(error, "page");
    return { entries: [] };
  });
  const happened = history.entries.filter(({ outcome }) => outcome === "success");
  if (happened.length === 0) return null;
  const own = happened.find((entry) => entry.resourceType === type && entry.resourceId === id);
  return { name: own?.resourceName ?? null };
}
