import { consoleLinks } from "@/app/_shell/links";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { ExportForm } from "@/components/auditLog/console/ExportForm";
import { ResultHead } from "@/components/auditLog/console/ResultHead";
import { isLimited, windowText } from "@/components/auditLog/console/windowText";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { hrefOf } from "./address";
import type { ConsoleState } from "./readConsole";

/** What was found, newest first, and that as a file. Of nothing only that it is nothing is said. */
export async function Results({ actor, access, query, display, cursor }: ConsoleState) {
  const { line, filter } = query;
  const request = { filter, cursor, viewer: access.viewer, wholeRuns: true };
  const loading = auditLogService.search(access.scope, request);
  // The feed says what has failed.
  const page = await loading.catch(() => null);
  const isNothing = page?.entries.length === 0 && page.nextCursor === null && cursor === null;
  return (
    <>
      {page && (
        <ResultHead
          allTimeHref={isLimited(query) ? hrefOf(auditLogService.withWindow(line, "all")) : null}
          isLater={cursor !== null}
          page={page}
          windowText={windowText(query, display.timeZone)}
        />
      )}
      {!isNothing && (
        <>
          <AuditLogFeed
            cursor={cursor}
            display={display}
            hasFilter
            links={consoleLinks(actor)}
            load={() => loading}
            olderHref={(older) => hrefOf(line, older)}
          />
          <ExportForm exportsHref="/admin/audit/exports" line={line} path="/api/audit/export" />
        </>
      )}
    </>
  );
}
