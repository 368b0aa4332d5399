import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import type { SearchPage } from "@/modules/auditLog/search/search.types";
import { AuditLogDays } from "./AuditLogDays";
import { AuditLogPager } from "./AuditLogPager";
import { defaultDisplay, type Display } from "./display";
import { formatsOf, type Formats } from "./formats";
import { linksOf, type EntryLinks, type ResolveLinks } from "./links";

export type FeedProps = {
  /** Reads the page of entries to show. */
  load: () => Promise<AuditLogPage | SearchPage>;
  /** The page's place, from its query string. Given (null is the first page), other pages are linked. */
  cursor?: string | null;
  /** The viewer's language and zone; English and UTC if left out. */
  display?: Display;
  /** Where names lead. Left out: they are no links. */
  links?: ResolveLinks;
  /** The address of an older page. Left out: this one's with the cursor as its only parameter. */
  olderHref?: (cursor: string) => string;
  /** What is said where nothing has happened yet. */
  emptyText?: string;
  /** Whether something was searched for, so that nothing found is not nothing happened. */
  hasFilter?: boolean;
  /** Before this instant entries are kept elsewhere, which the last page says. Retention will give it. */
  archivedBefore?: Date | null;
};

/** Entries as sentences, newest first. What can't be read is said, and the page around stays whole. */
export async function AuditLogFeed(props: FeedProps) {
  const { display = defaultDisplay } = props;
  const formats = formatsOf(display);
  const page = await read(props.load);
  return (
    <div dir={formats.text.direction} lang={formats.locale}>
      {page ? (
        <Page {...props} display={display} links={await linksOf(props.links, page.entries)} page={page} />
      ) : (
        <Notice role="alert">{formats.say("failed")}</Notice>
      )}
    </div>
  );
}

type PageProps = Omit<FeedProps, "links" | "load"> & {
  page: AuditLogPage & { searchedTo?: Date | null };
  display: Display;
  links: EntryLinks;
};

function Page(props: PageProps) {
  const { page, display, links, cursor, olderHref = toOlder, archivedBefore } = props;
  const formats = formatsOf(display);
  return (
    <>
      {page.entries.length > 0 ? (
        <AuditLogDays display={display} entries={page.entries} links={links} />
      ) : (
        <Notice>{nothing(props, formats)}</Notice>
      )}
      <AuditLogPager
        archivedBefore={archivedBefore}
        cursor={cursor}
        formats={formats}
        olderHref={olderHref}
        page={page}
      />
    </>
  );
}

function nothing({ page, cursor, emptyText, hasFilter }: PageProps, { say }: Formats): string {
  if (page.nextCursor !== null) return say("nothingMatchesYet");
  if (cursor) return say("nothingOlder");
  return hasFilter ? say("nothingMatches") : (emptyText ?? say("nothingYet"));
}

/** The text may be the application's own, in another language than the feed's: it has its own direction. */
function Notice({ children, role }: { children: string; role?: "alert" }) {
  return (
    <p className="text-muted-foreground py-6 text-sm" dir="auto" role={role}>
      {children}
    </p>
  );
}

function toOlder(cursor: string): string {
  return `?cursor=${encodeURIComponent(cursor)}`;
}

// A query error's message holds the query's parameters: only that it failed is told, and where.
async function read(load: FeedProps["load"]): Promise<AuditLogPage | SearchPage | null> {
  try {
    return await load();
  } catch {
    console.error(JSON.stringify({ level: "error", event: "audit_log.feed_failed" }));
    return null;
  }
}
