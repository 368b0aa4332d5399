import type { Display } from "@/components/auditLog/display";
import { formatsOf } from "@/components/auditLog/formats";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { toRawJson } from "./rawJson";
import { entryTexts } from "./texts";

type RawJsonProps = { entry: AuditLogEntry; display?: Display };

/** The entry as its viewer has it, whole, behind a disclosure. */
export function AuditLogRawJson({ entry, display }: RawJsonProps) {
  const formats = formatsOf(display);
  const texts = entryTexts(formats);
  const json = toRawJson(entry);
  return (
    <details dir={formats.text.direction} lang={formats.locale}>
      <summary className="text-sm">{texts.showJson}</summary>
      {json === null ? (
        <p className="text-muted-foreground mt-3 text-sm">{texts.noJson}</p>
      ) : (
        <section
          aria-label={texts.json}
          className="bg-muted mt-3 max-h-128 overflow-auto rounded-md p-3"
          dir="ltr"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
          tabIndex={0}
        >
          <pre className="text-xs">{json}</pre>
        </section>
      )}
    </details>
  );
}
