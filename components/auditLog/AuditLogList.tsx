import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { Viewer } from "@/modules/auditLog/auditLog.types";
import { AuditLogFeed, type FeedProps } from "./AuditLogFeed";

type AuditLogListProps = Pick<FeedProps, "cursor" | "display" | "links" | "olderHref"> & {
  resourceType: string;
  resourceId: string;
  /** Only this tenant's entries; needed where ids may recur among tenants. */
  organizationId?: string | null;
  /** Entries a page, 1 to 100. */
  limit?: number;
  /** Who looks at it; a member, who sees least, if left out. */
  viewer?: Viewer;
};

/**
 * What happened to one resource, newest first: `<AuditLogList resourceType="post" resourceId={post.id} />`.
 * It reads on the server and sends no script; put it in `<Suspense fallback={<AuditLogSkeleton />}>` to
 * stream it. Whoever may see the page sees the feed: check access above it.
 */
export async function AuditLogList(props: AuditLogListProps) {
  const { resourceType, resourceId, organizationId, limit, viewer, ...feed } = props;
  const page = { organizationId, limit, viewer, cursor: feed.cursor, wholeRuns: true };
  return AuditLogFeed({
    ...feed,
    load: () => auditLogService.getForResource(resourceType, resourceId, page),
  });
}
