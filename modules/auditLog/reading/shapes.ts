import type { Changes } from "@/modules/auditLog/auditLog.types";

type Fields = Record<string, unknown>;

/** JSON that has fields, as metadata always does since this release. */
export function isFields(stored: unknown): stored is Fields {
  return typeof stored === "object" && stored !== null && !Array.isArray(stored);
}

/** Changes as they are since this release. */
export function areChanges(stored: unknown): stored is Changes {
  return isFields(stored) && Object.values(stored).every(isChange);
}

function isChange(stored: unknown): stored is Changes[string] {
  return isFields(stored) && Object.keys(stored).toSorted().join() === "from,to";
}

/** Metadata of any release; what has no fields is one itself. */
export function toMetadata(stored: unknown): Fields {
  if (stored === null || stored === undefined) return {};
  return isFields(stored) ? stored : { value: stored };
}

/** Changes of any release; as where entries are made, what is no change is shown as one to it. */
export function toChanges(stored: unknown): Changes | null {
  const fields = Object.entries(toMetadata(stored));
  if (fields.length === 0) return null;
  return Object.fromEntries(
    fields.map(([field, value]) => [field, isChange(value) ? value : { from: null, to: value }]),
  );
}
