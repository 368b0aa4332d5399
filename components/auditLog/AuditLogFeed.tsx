import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { AuditLogItem } from "./AuditLogItem";

export type FeedProps = {
  /** Reads the page of entries to show. */
  load: () => Promise<AuditLogPage>;
  /** The page's place, from its query string. Given (null is the first page), older entries are linked. */
  cursor?: string | null;
  /** Where an actor's history is; without it names are no links. */
  actorHref?: (actorId: string) => string;
};

/** Entries as sentences, newest first. What can't be read is said, and the page around stays whole. */
export async function AuditLogFeed({ load, cursor, actorHref }: FeedProps) {
  const page = await load().catch(reportFailure);
  if (page === null)
    return <Notice role="alert">The activity can’t be shown just now. Reload the page to try again.</Notice>;
  if (page.entries.length === 0)
    return <Notice>{cursor ? "Nothing older than this." : "Nothing has happened yet."}</Notice>;
  return (
    <>
      <ol className="divide-border divide-y" data-audit-log>
        {page.entries.map((entry) => (
          <AuditLogItem actorHref={actorHref} entry={entry} key={entry.id} />
        ))}
      </ol>
      {cursor !== undefined && page.nextCursor && (
        <a
          className="mt-3 inline-block text-sm underline underline-offset-4"
          href={`?cursor=${page.nextCursor}`}
        >
          Older activity
        </a>
      )}
    </>
  );
}

function Notice({ children, role }: { children: string; role?: "alert" }) {
  return (
    <p className="text-muted-foreground py-6 text-sm" role={role}>
      {children}
    </p>
  );
}

// A query error's message holds the query's parameters: only that it failed is told, and where.
function reportFailure(): null {
  console.error(JSON.stringify({ level: "error", event: "audit_log.feed_failed" }));
  return null;
}
