import type { Changes } from "@/modules/auditLog/auditLog.types";
import { fieldLabel, valueLabel } from "./labels";

/** Changed fields, before → after. */
export function AuditLogChanges({ changes }: { changes: Changes }) {
  return (
    <dl className="mt-1 space-y-1 text-sm">
      {Object.entries(changes).map(([field, { from, to }]) => (
        <div className="flex flex-wrap gap-x-2" key={field}>
          <dt className="text-muted-foreground">{fieldLabel(field)}</dt>
          <dd className="min-w-0 break-words">
            <del className="text-muted-foreground" dir="auto">
              {valueLabel(from)}
            </del>
            <span aria-hidden="true"> → </span>
            <ins className="no-underline" dir="auto">
              {valueLabel(to)}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
