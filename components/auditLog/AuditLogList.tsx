import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogFeed } from "./AuditLogFeed";

type AuditLogListProps = {
  resourceType: string;
  resourceId: string;
  /** Only this tenant's entries; needed where ids may recur among tenants. */
  organizationId?: string | null;
  /** The page's place, from its query string; null is the first. Given, older entries are linked. */
  cursor?: string | null;
  /** Entries a page, 1 to 100. */
  limit?: number;
};

/**
 * What happened to one resource, newest first: `<AuditLogList resourceType="post" resourceId={post.id} />`.
 * It reads on the server and sends no script; put it in `<Suspense fallback={<AuditLogSkeleton />}>` to
 * stream it. Whoever may see the page sees the feed: check access above it.
 */
export async function AuditLogList({ resourceType, resourceId, ...page }: AuditLogListProps) {
  const load = () => auditLogService.getForResource(resourceType, resourceId, page);
  return AuditLogFeed({ cursor: page.cursor, load });
}
