import { AuditLogFields } from "./AuditLogFields";
import type { Formats } from "./formats";
import { valueLabel } from "./labels";

type MetadataProps = { metadata: Record<string, unknown>; formats: Formats };

/** Metadata that no sentence tells, field by field. */
export function AuditLogMetadata({ metadata, formats }: MetadataProps) {
  const fields = Object.entries(metadata);
  if (fields.length === 0) return null;
  return (
    <AuditLogFields fields={fields} formats={formats}>
      {(value) => <bdi>{valueLabel(value, formats)}</bdi>}
    </AuditLogFields>
  );
}
