import { AuditLogOutcome } from "@/components/auditLog/AuditLogOutcome";
import { AuditLogSentence } from "@/components/auditLog/AuditLogSentence";
import { AuditLogTime } from "@/components/auditLog/AuditLogTime";
import type { Display } from "@/components/auditLog/display";
import { formatsOf } from "@/components/auditLog/formats";
import { linksOf, type EntryLinks } from "@/components/auditLog/links";
import { toSentence } from "@/components/auditLog/sentence";
import { verbIcon } from "@/components/auditLog/verbIcon";
import { Icon } from "@/components/ui/icon";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";

type SentenceProps = { entry: AuditLogEntry; links: EntryLinks; display?: Display };

/** What one entry says and when it happened, as its feed says it. */
export async function AuditLogEntrySentence({ entry, links, display }: SentenceProps) {
  const safeLinks = await linksOf(() => Promise.resolve(links), [entry]);
  const formats = formatsOf(display);
  const { parts, language } = toSentence(entry, formats);
  const isForeign = language !== formats.language;
  return (
    <div
      className="flex flex-col gap-x-4 gap-y-1 sm:flex-row sm:items-baseline"
      dir={formats.text.direction}
      lang={formats.locale}
    >
      <p
        className="min-w-0 flex-1 text-lg break-words"
        dir={isForeign ? "ltr" : undefined}
        lang={isForeign ? language : undefined}
      >
        <Icon
          className="text-muted-foreground me-2 inline-block align-[-0.125em]"
          node={verbIcon(entry.action)}
        />
        <AuditLogSentence entry={entry} formats={formats} links={safeLinks} parts={parts} />
        <AuditLogOutcome formats={formats} outcome={entry.outcome} />
      </p>
      <AuditLogTime at={entry.createdAt} display={display} />
    </div>
  );
}
