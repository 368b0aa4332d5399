import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import type { Formats } from "./formats";
import { newestHref, toSafeHref } from "./links";

type PagerProps = {
  page: AuditLogPage & { searchedTo?: Date | null };
  cursor?: string | null;
  olderHref: (cursor: string) => string;
  archivedBefore?: Date | null;
  formats: Formats;
};

/** What stands below a page's entries: where it ends, the way to other pages, and the zone of its times. */
export function AuditLogPager({ page, cursor, olderHref, archivedBefore, formats }: PagerProps) {
  const { entries, nextCursor, searchedTo } = page;
  const { say } = formats;
  const isLinked = cursor !== undefined;
  const isEnd = nextCursor === null && archivedBefore;
  return (
    <div className="text-muted-foreground mt-3 flex flex-wrap items-baseline gap-x-5 gap-y-1 text-sm">
      {searchedTo && nextCursor && <p>{say("searchedTo", { date: formats.moment(searchedTo) })}</p>}
      {isEnd && <p>{say("archived", { date: formats.moment(archivedBefore) })}</p>}
      {isLinked && nextCursor && (
        <PageLink href={olderHref(nextCursor)}>{say(searchedTo ? "searchOn" : "older")}</PageLink>
      )}
      {cursor && <PageLink href={newestHref(olderHref)}>{say("newest")}</PageLink>}
      {entries.length > 0 && <p className="ms-auto text-xs">{say("zone", { zone: formats.zone })}</p>}
    </div>
  );
}

function PageLink({ href, children }: { href: string | null; children: string }) {
  const address = toSafeHref(href);
  if (address === null) return null;
  return (
    <a className="text-foreground py-1 underline underline-offset-4 hover:no-underline" href={address}>
      {children}
    </a>
  );
}
