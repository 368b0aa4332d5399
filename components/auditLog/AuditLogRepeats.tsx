import { AuditLogChanges } from "./AuditLogChanges";
import { TimeWithInstant } from "./AuditLogTime";
import type { Run } from "./days";
import type { Formats } from "./formats";
import type { EntryLinks } from "./links";

type RepeatsProps = { run: Run; formats: Formats; links: EntryLinks };

/** How often something was repeated, and each single time to unfold. */
export function AuditLogRepeats({ run, formats, links }: RepeatsProps) {
  const [newest] = run;
  return (
    <details className="mt-1 text-sm">
      <summary className="text-muted-foreground w-fit">{toSummary(run, formats)}</summary>
      <ol className="mt-1 grid grid-cols-[minmax(0,1fr)] gap-1 border-s ps-3">
        {run.map((entry) => (
          <li data-entry-id={entry === newest ? undefined : entry.id} key={entry.id}>
            <TimeWithInstant
              at={entry.createdAt}
              exact={formats.exact(entry.createdAt)}
              href={links.entry?.(entry)}
              side="start"
              told={formats.seconds(entry.createdAt)}
            />
            {entry.changes && <AuditLogChanges changes={entry.changes} formats={formats} />}
          </li>
        ))}
      </ol>
    </details>
  );
}

function toSummary(run: Run, { say, time }: Formats): string {
  const [newest] = run;
  const from = time((run.at(-1) ?? newest).createdAt);
  const to = time(newest.createdAt);
  return say(from === to ? "repeatedAt" : "repeatedBetween", { count: run.length, from, to });
}
