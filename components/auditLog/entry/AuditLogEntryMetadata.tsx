import type { Display } from "@/components/auditLog/display";
import { formatsOf } from "@/components/auditLog/formats";
import { AuditLogValue } from "./AuditLogValue";
import { entryTexts } from "./texts";

type MetadataProps = { metadata: Record<string, unknown>; display?: Display };

/** What else an entry holds, as fields. */
export function AuditLogEntryMetadata({ metadata, display }: MetadataProps) {
  const formats = formatsOf(display);
  return (
    <div className="text-sm" dir={formats.text.direction} lang={formats.locale}>
      {Object.keys(metadata).length === 0 ? (
        <p className="text-muted-foreground">{entryTexts(formats).noMetadata}</p>
      ) : (
        <AuditLogValue formats={formats} value={metadata} />
      )}
    </div>
  );
}
