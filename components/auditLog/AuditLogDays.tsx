import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { AuditLogItem } from "./AuditLogItem";
import { toDays } from "./days";
import type { Display } from "./display";
import { formatsOf } from "./formats";
import type { EntryLinks } from "./links";

type DaysProps = { entries: readonly AuditLogEntry[]; display: Display; links: EntryLinks };

/** Entries by the days of the viewer's zone. */
export function AuditLogDays({ entries, display, links }: DaysProps) {
  const { dayOf, dayHeading } = formatsOf(display);
  const now = new Date();
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)] gap-4" data-audit-log>
      {toDays(entries, dayOf).map(({ at, runs }) => (
        <li key={at.getTime()}>
          <h3 className="text-muted-foreground border-b pb-1 text-sm font-medium">{dayHeading(at, now)}</h3>
          <ol className="divide-border divide-y">
            {runs.map((run) => (
              <AuditLogItem display={display} key={run[0].id} links={links} run={run} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}
