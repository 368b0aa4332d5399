import { cn } from "@/components/ui/cn";
import type { Changes } from "@/modules/auditLog/auditLog.types";
import { AuditLogFields } from "./AuditLogFields";
import { formatsOf, type Formats } from "./formats";
import { valueLabel } from "./labels";

// Longer than this, the two no longer stand beside each other.
const lineLength = 60;

type ChangesProps = { changes: Changes; formats?: Formats };

/** Changed fields, before → after. */
export function AuditLogChanges({ changes, formats = formatsOf() }: ChangesProps) {
  return (
    <AuditLogFields fields={Object.entries(changes)} formats={formats}>
      {({ from, to }) => (
        <Change after={valueLabel(to, formats)} before={valueLabel(from, formats)} formats={formats} />
      )}
    </AuditLogFields>
  );
}

function Change({ before, after, formats }: { before: string; after: string; formats: Formats }) {
  const isLong = before.length + after.length > lineLength;
  return (
    <>
      <del className={cn("text-muted-foreground", isLong && "block")} dir="auto">
        {before}
      </del>
      <span aria-hidden="true"> {formats.text.becomes} </span>
      <ins className="no-underline" dir="auto">
        {after}
      </ins>
    </>
  );
}
