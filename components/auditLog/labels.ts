import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";

const actorKinds = new Map([
  ["user", "User"],
  ["api_key", "API key"],
  ["service", "Service"],
  ["system", "The system"],
  ["anonymous", "Somebody"],
]);

/** Who an entry's actor was, by the name of then. */
export function actorLabel({ actorName, actorId, actorType }: AuditLogEntry): string {
  if (actorName?.trim()) return actorName;
  const kind = actorKinds.get(actorType) ?? actorType;
  return actorId ? `${kind} ${shorten(actorId)}` : kind;
}

export function impersonatorLabel({ impersonatorId, impersonatorName }: AuditLogEntry): string | null {
  if (impersonatorName?.trim()) return impersonatorName;
  return impersonatorId ? `User ${shorten(impersonatorId)}` : null;
}

/** The resource by its name of then, or by its kind and id. */
export function resourceLabel({ resourceName, resourceType, resourceId }: AuditLogEntry): string {
  if (resourceName?.trim()) return resourceName;
  if (resourceType.startsWith("unknown_")) return "unknown";
  return `${resourceType.replaceAll("_", " ")} ${shorten(resourceId)}`;
}

/** The first letters of a person's first and last name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) =>
    firstLetter(word ?? ""),
  );
  return letters.join("").toUpperCase() || "?";
}

function firstLetter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? "";
}

// Characters that turn the writing direction around: in a value they would turn what stands after it, also
// out of an element that isolates it, which they can close.
const directionMarks = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g;

/** A value as it may stand in a sentence. */
export function withoutDirectionMarks(text: string): string {
  return text.replaceAll(directionMarks, "");
}

/** `publishedAt` and `published_at` read "published at". */
export function fieldLabel(field: string): string {
  return withoutDirectionMarks(field)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

/** One value of a changed field, as text of bearable length. */
export function valueLabel(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  const text = withoutDirectionMarks(
    typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing"),
  );
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function shorten(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
