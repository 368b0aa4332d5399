import { z } from "zod";
import { reportError } from "@/app/_errors/report";
import type { OrganizationActor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry, ResourceRef } from "@/modules/auditLog/auditLog.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";

/** What is known of a deleted thing: its last name, if it had one. */
export type Remains = { name: string | null };

/**
 * What the organization's own history tells of a thing that is gone; null if it never was there. Refused
 * attempts don't count: they are recorded for whatever id was tried.
 */
export async function findRemains(
  { organizationId }: OrganizationActor,
  thing: ResourceRef,
): Promise<Remains | null> {
  if (!z.guid().safeParse(thing.id).success) return null;
  try {
    const last = await findLastChange(organizationId, thing);
    if (last) return { name: last.resourceName };
    return (await isRelatedToAny(organizationId, thing)) ? { name: null } : null;
  } catch (error) {
    reportError(error, "page");
    return null;
  }
}

/** The newest thing that was done to it, behind however many refused attempts. */
async function findLastChange(
  organizationId: string,
  { type, id }: ResourceRef,
): Promise<AuditLogEntry | undefined> {
  const filter = {
    ...emptyFilter,
    resource: { is: [`${type}/${id}`], not: [] },
    outcome: { is: ["success"], not: [] },
  };
  let cursor: string | null = null;
  do {
    const page = await auditLogService.search({ organizationId }, { filter, cursor, limit: 1 });
    if (page.entries[0]) return page.entries[0];
    cursor = page.nextCursor;
  } while (cursor !== null);
  return undefined;
}

/** Whether what happened to something else touched it: its own entries may be older than the log keeps. */
async function isRelatedToAny(organizationId: string, { type, id }: ResourceRef): Promise<boolean> {
  const { entries } = await auditLogService.getForResource(type, id, { organizationId, limit: 100 });
  return entries.some(({ outcome }) => outcome === "success");
}
