import type { ComponentProps } from "react";
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { AuditLogLive } from "@/components/auditLog/AuditLogLive";
import { liveTexts } from "@/components/auditLog/liveTexts";
import type { Preferences } from "@/app/_preferences/preferences";
import { auditLogLiveService } from "@/modules/auditLog/live/live.service";

type LiveFeedProps = ComponentProps<typeof AuditLogList> & {
  display: Preferences;
  /** The feed's first page. */
  newestHref: string;
};

/** A feed, and above it, once it is out of date, what is new. The mark comes first: nothing falls in between. */
export async function LiveFeed({ newestHref, ...list }: LiveFeedProps) {
  const { display, resourceType, resourceId } = list;
  const since = await auditLogLiveService.mark();
  const query = new URLSearchParams({ resourceType, resourceId, since: since ?? "" });
  return (
    <div>
      {since !== null && (
        <AuditLogLive {...liveTexts(display)} href={newestHref} src={`/api/audit/live?${query.toString()}`} />
      )}
      <AuditLogList {...list} />
    </div>
  );
}
