import { reportError } from "@/app/_errors/report";
import { scopeOf, type Reader } from "@/app/admin/audit/_history/reader";
import { toVisible } from "@/components/auditLog/text/visible";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry, ResourceRef } from "@/modules/auditLog/auditLog.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";

/** What is known of a resource: its last name, if it had one that can be seen. */
type Known = { name: string | null };

/**
 * A resource that the reader's entries name; null for any other. Where that can't be told just now it has a
 * page, which says so.
 */
export async function findResource(reader: Reader, resource: ResourceRef): Promise<Known | null> {
  try {
    const newest = await readNewest(reader, resource);
    return newest.length === 0 ? null : { name: nameIn(newest, resource) };
  } catch (error) {
    reportError(error, "page");
    return { name: null };
  }
}

/** What happened to it lately, however much more did to what is related to it; and the newest of either. */
async function readNewest(reader: Reader, { type, id }: ResourceRef): Promise<AuditLogEntry[]> {
  const page = scopeOf(reader);
  const filter = { ...emptyFilter, resource: { is: [`${type}/${id}`], not: [] } };
  const [own, either] = await Promise.all([
    auditLogService.search(reader.access.scope, { filter, viewer: page.viewer, limit: 50 }),
    auditLogService.getForResource(type, id, { ...page, limit: 1 }),
  ]);
  return [...own.entries, ...either.entries];
}

function nameIn(entries: readonly AuditLogEntry[], { type, id }: ResourceRef): string | null {
  const own = entries.filter(({ resourceType, resourceId }) => resourceType === type && resourceId === id);
  const names = own.map(({ resourceName }) => toVisible(resourceName ?? ""));
  return names.find((name) => name !== "") ?? null;
}
