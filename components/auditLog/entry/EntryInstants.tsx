import type { Formats } from "@/components/auditLog/formats";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { Code, Field } from "./EntryField";
import { entryTexts } from "./texts";

type InstantsProps = { entry: AuditLogEntry; formats: Formats };

// An entry waits for the database for two seconds at most before it goes to disk.
const lateAfter = 2_000;

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** When it happened, and when the database took it. */
export function EntryInstants({ entry: { createdAt, recordedAt }, formats }: InstantsProps) {
  const texts = entryTexts(formats);
  const delay = recordedAt.getTime() - createdAt.getTime();
  return (
    <>
      <Field name={texts.happened}>
        <Instant at={createdAt} formats={formats} />
      </Field>
      <Field name={texts.recorded}>
        <Instant at={recordedAt} formats={formats} />
        {delay > lateAfter && (
          <strong className="font-medium">{texts.lateBy(spanOf(delay, formats.locale))}</strong>
        )}
      </Field>
    </>
  );
}

/** In the viewer's zone, which is named, and as the log has it. */
function Instant({ at, formats }: { at: Date; formats: Formats }) {
  return (
    <>
      <time dateTime={at.toISOString()}>{formats.exact(at)}</time>
      <Code>{at.toISOString()}</Code>
    </>
  );
}

function spanOf(milliseconds: number, locale: string): string {
  const [unit, length] = units.find(([, each]) => milliseconds >= each) ?? ["second", 1_000];
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.floor(milliseconds / length));
}
