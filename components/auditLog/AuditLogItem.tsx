import { Icon } from "@/components/ui/icon";
import { AuditLogAvatar } from "./AuditLogAvatar";
import { AuditLogChanges } from "./AuditLogChanges";
import { AuditLogMetadata } from "./AuditLogMetadata";
import { AuditLogOutcome } from "./AuditLogOutcome";
import { AuditLogRepeats } from "./AuditLogRepeats";
import { AuditLogSentence } from "./AuditLogSentence";
import { AuditLogTime } from "./AuditLogTime";
import type { Run } from "./days";
import { defaultDisplay, type Display } from "./display";
import { formatsOf } from "./formats";
import { noLinks, type EntryLinks } from "./links";
import { toSentence } from "./sentence";
import { verbIcon } from "./verbIcon";

type ItemProps = { run: Run; display?: Display; links?: EntryLinks };

/** What happened, once or several times in a row: who, what, when, and what it changed. */
export function AuditLogItem({ run, display = defaultDisplay, links = noLinks }: ItemProps) {
  const [entry] = run;
  const formats = formatsOf(display);
  const sentence = toSentence(entry, formats);
  const isForeign = sentence.language !== formats.language;
  return (
    <li className="flex gap-3 py-3" data-entry-id={entry.id}>
      <AuditLogAvatar entry={entry} formats={formats} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-col gap-x-4 sm:flex-row sm:items-baseline">
          <p
            className="min-w-0 flex-1 break-words"
            dir={isForeign ? "ltr" : undefined}
            lang={isForeign ? sentence.language : undefined}
          >
            <Icon
              className="text-muted-foreground me-1.5 inline-block align-[-0.125em]"
              node={verbIcon(entry.action)}
            />
            <AuditLogSentence entry={entry} formats={formats} links={links} parts={sentence.parts} />
            <AuditLogOutcome formats={formats} outcome={entry.outcome} />
          </p>
          <AuditLogTime at={entry.createdAt} display={display} href={links.entry?.(entry)} />
        </div>
        <AuditLogMetadata formats={formats} metadata={sentence.rest} />
        {run.length > 1 ? (
          <AuditLogRepeats formats={formats} links={links} run={run} />
        ) : (
          entry.changes && <AuditLogChanges changes={entry.changes} formats={formats} />
        )}
      </div>
    </li>
  );
}
