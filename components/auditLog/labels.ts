import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { formatsOf, type Formats } from "./formats";
import type { FeedText } from "./text/catalogs";
import { toVisible } from "./text/visible";

type Kind = { named: keyof FeedText; unknown: keyof FeedText };

const kinds = new Map<string, Kind>([
  ["user", { named: "user", unknown: "unknownUser" }],
  ["api_key", { named: "apiKey", unknown: "unknownApiKey" }],
  ["service", { named: "service", unknown: "unknownService" }],
  ["system", { named: "system", unknown: "unknownSystem" }],
  ["anonymous", { named: "anonymous", unknown: "unknownAnonymous" }],
]);

type Actor = Pick<AuditLogEntry, "actorName" | "actorId" | "actorType">;

/** Who an entry's actor was, by the name of then. What is not a person is said to be none. */
export function actorLabel({ actorName, actorId, actorType }: Actor, formats: Formats = formatsOf()): string {
  const given = toVisible(actorName ?? "");
  if (given && actorType === "user") return given;
  const name = given || shorten(actorId ?? "");
  const kind = kinds.get(actorType);
  if (!kind) return `${toVisible(actorType)} ${name}`.trim();
  return name ? formats.say(kind.named, { name }) : formats.say(kind.unknown);
}

/** The real person behind an impersonated session; null where there was none. */
export function impersonatorLabel(
  { impersonatorId, impersonatorName }: AuditLogEntry,
  formats: Formats = formatsOf(),
): string | null {
  if (impersonatorId === null && !impersonatorName) return null;
  return actorLabel({ actorType: "user", actorId: impersonatorId, actorName: impersonatorName }, formats);
}

/** The resource by its name of then, or by its kind and id. */
export function resourceLabel(entry: AuditLogEntry, formats: Formats = formatsOf()): string {
  const name = toVisible(entry.resourceName ?? "");
  if (name) return name;
  if (entry.resourceType.startsWith("unknown_")) return formats.say("unknownResource");
  const kind = toVisible(entry.resourceType.replaceAll("_", " "));
  return formats.say("resource", { kind, id: shorten(entry.resourceId) });
}

const segmenter = new Intl.Segmenter();

/** The first letters of a person's first and last name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) =>
    firstLetter(word ?? ""),
  );
  return letters.join("").toUpperCase() || "?";
}

function firstLetter(word: string): string {
  if (/^[A-Za-z]{2}/.test(word)) return word.charAt(0);
  const [first] = segmenter.segment(word);
  return first?.segment ?? "";
}

const longestField = 60;

/** `publishedAt` and `published_at` read "published at". */
export function fieldLabel(field: string): string {
  return toVisible(field, longestField)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** One value of a changed field or of metadata, as text of bearable length. */
export function valueLabel(value: unknown, formats: Formats = formatsOf()): string {
  if (typeof value === "boolean") return formats.say(value ? "yes" : "no");
  if (typeof value === "number") return formats.number(value);
  if (typeof value === "string" && instant.test(value)) return momentLabel(value, formats);
  const text = typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
  return toVisible(text ?? "") || formats.say("nothing");
}

function momentLabel(text: string, { exact }: Formats): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : exact(at);
}

function shorten(id: string): string {
  const seen = toVisible(id);
  return seen.length > 12 ? `${seen.slice(0, 8)}…` : seen;
}
