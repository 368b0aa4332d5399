import type { ReactNode } from "react";
import type { Formats } from "./formats";
import { fieldLabel } from "./labels";

type FieldsProps<Field> = {
  fields: readonly [string, Field][];
  children: (field: Field) => ReactNode;
  formats: Formats;
};

const maxFields = 8;

/** Fields by their names. A feed has room for a few: how many more there are is said. */
export function AuditLogFields<Field>({ fields, children, formats }: FieldsProps<Field>) {
  const more = fields.length - maxFields;
  return (
    <>
      <dl className="mt-1 space-y-1 text-sm">
        {fields.slice(0, maxFields).map(([name, field]) => (
          <div className="flex flex-wrap gap-x-2" key={name}>
            <dt className="text-muted-foreground">
              <bdi>{fieldLabel(name)}</bdi>
            </dt>
            <dd className="min-w-0 break-words">{children(field)}</dd>
          </div>
        ))}
      </dl>
      {more > 0 && (
        <p className="text-muted-foreground mt-1 text-sm">{formats.say("moreFields", { count: more })}</p>
      )}
    </>
  );
}
