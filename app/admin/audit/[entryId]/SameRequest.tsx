import { consoleLinks } from "@/app/_shell/links";
import { Section } from "@/app/_shell/Section";
import type { Reader } from "@/app/admin/audit/_history/reader";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import type { Display } from "@/components/auditLog/display";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";

type SameRequestProps = { entry: AuditLogEntry; reader: Reader; display: Display };

/** What else happened in the entry's request, if anything. */
export async function SameRequest({ entry, reader: { actor, access }, display }: SameRequestProps) {
  const loading = auditLogService.getForRequest(access.scope, { entry, viewer: access.viewer });
  // The feed says what has failed.
  const others = await loading.catch(() => null);
  if (others?.length === 0) return null;
  return (
    <Section title="In the same request">
      <AuditLogFeed
        display={display}
        links={consoleLinks(actor)}
        load={async () => ({ entries: await loading, nextCursor: null })}
      />
    </Section>
  );
}
