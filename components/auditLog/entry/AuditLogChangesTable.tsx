import type { Display } from "@/components/auditLog/display";
import { formatsOf, type Formats } from "@/components/auditLog/formats";
import type { Changes } from "@/modules/auditLog/auditLog.types";
import { AuditLogValue } from "./AuditLogValue";
import { entryTexts } from "./texts";
import { escapeHidden } from "@/components/auditLog/text/escaped";

type TableProps = { changes: Changes | null; display?: Display };

// What this module stores has fewer; a row of another writer may have any number.
const mostRows = 500;

/** What an entry changed, field by field. */
export function AuditLogChangesTable({ changes, display }: TableProps) {
  const formats = formatsOf(display);
  const texts = entryTexts(formats);
  const rows = Object.entries(changes ?? {});
  const left = rows.length - mostRows;
  return (
    <div className="text-sm" dir={formats.text.direction} lang={formats.locale}>
      {rows.length === 0 ? (
        <p className="text-muted-foreground">{texts.noChanges}</p>
      ) : (
        <Table formats={formats} rows={rows.slice(0, mostRows)} />
      )}
      {left > 0 && <p className="text-muted-foreground">{texts.moreItems(formats.number(left))}</p>}
    </div>
  );
}

type Row = [field: string, change: Changes[string]];

function Table({ rows, formats }: { rows: Row[]; formats: Formats }) {
  const texts = entryTexts(formats);
  return (
    <table aria-label={texts.changedFields} className="w-full table-fixed border-collapse">
      <thead>
        <tr className="border-b">
          {[texts.field, texts.before, texts.after].map((heading) => (
            <th
              className="text-muted-foreground py-2 pe-3 text-start font-medium first:w-1/4"
              key={heading}
              scope="col"
            >
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {rows.map(([field, { from, to }]) => (
          <tr className="align-top" key={field}>
            <th className="py-2 pe-3 text-start font-normal" scope="row">
              <code className="wrap-anywhere">{escapeHidden(field)}</code>
            </th>
            <td className="text-muted-foreground py-2 pe-3">
              <AuditLogValue formats={formats} value={from} />
            </td>
            <td className="py-2">
              <AuditLogValue formats={formats} value={to} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
