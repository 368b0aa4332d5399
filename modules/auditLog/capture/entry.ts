import { v7 as uuidv7 } from "uuid";
import { actorTypes, outcomes, type ResourceRef, type StoredEntry } from "@/modules/auditLog/auditLog.types";
import { currentBackfillTime } from "./backfill";
import { toJson, type Json } from "./json";
import { limits, toTextOrNull } from "./text";

const nameLimit = 512;
const relatedLimit = 1_000;
// Past 9999 Postgres and JavaScript write years differently, and a time zone may be 14 hours ahead.
const lastInstant = Date.UTC(9999, 11, 31);

let backfilled = 0;

/**
 * Makes an entry storable, whatever it was given: copied, each field of its kind and within its bounds.
 * A field that can't be read is left empty; the entry itself is never given up.
 */
export function toStoredEntry(input: unknown): Omit<StoredEntry, "ip" | "user_agent" | "request_id"> {
  const field = fieldsOf(input);
  const related = describeRelated(field("related"));
  return {
    ...identify(field("occurredAt")),
    ...describeActor(field),
    action: toTextOrNull(field("action"), limits.kind) ?? "unknown",
    outcome: outcomes.find((outcome) => outcome === field("outcome")) ?? "success",
    resource_type: toTextOrNull(field("resourceType"), limits.kind) ?? "unknown",
    resource_id: toTextOrNull(field("resourceId"), limits.id) ?? "unknown",
    resource_name: toTextOrNull(field("resourceName"), nameLimit),
    changes: objectOr(null, field("changes")),
    metadata: objectOr({}, field("metadata")),
    ...(related.length > 0 ? { related } : {}),
  };
}

function identify(occurredAt: unknown): Pick<StoredEntry, "id" | "created_at"> {
  const given = millisecondsOf(occurredAt ?? currentBackfillTime());
  // A UUIDv7 starts in 1970: what lies outside its years is dated at the nearer end.
  const msecs = Math.min(Math.max(given, 0), lastInstant);
  // Counted, so that entries of one backfilled instant keep the order in which they were logged.
  const id = Number.isNaN(msecs) ? uuidv7() : uuidv7({ msecs, seq: backfilled++ });
  return { id, created_at: new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toISOString() };
}

function millisecondsOf(value: unknown): number {
  try {
    return value instanceof Date ? Number(value) : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

type Actor = Pick<
  StoredEntry,
  "organization_id" | "actor_type" | "actor_id" | "actor_name" | "impersonator_id" | "impersonator_name"
>;

function describeActor(field: Read): Actor {
  const actor = fieldsOf(field("actor"));
  const impersonator = fieldsOf(actor("impersonator"));
  const actorId = toTextOrNull(actor("id") ?? field("actorId"), limits.id);
  const organizationId = field("organizationId");
  return {
    organization_id:
      toTextOrNull(organizationId === undefined ? actor("organizationId") : organizationId, limits.id) ?? "",
    actor_type: actorTypes.find((type) => type === actor("type")) ?? (actorId === null ? "system" : "user"),
    actor_id: actorId,
    actor_name: toTextOrNull(actor("name"), nameLimit),
    impersonator_id: toTextOrNull(impersonator("id"), limits.id),
    impersonator_name: toTextOrNull(impersonator("name"), nameLimit),
  };
}

function describeRelated(value: unknown): ResourceRef[] {
  const item = fieldsOf(value);
  const length = Math.min(Number(toTextOrNull(item("length"), 20)) || 0, 2 * relatedLimit);
  const distinct = new Map<string, ResourceRef>();
  for (let at = 0; at < length && distinct.size < relatedLimit; at++) {
    const type = toTextOrNull(fieldsOf(item(String(at)))("type"), limits.kind);
    const id = toTextOrNull(fieldsOf(item(String(at)))("id"), limits.id);
    if (type !== null && id !== null) distinct.set(JSON.stringify([type, id]), { type, id });
  }
  return [...distinct.values()];
}

type Read = (key: string) => unknown;

/** Reads an unknown object's own and inherited fields; what is absent or throws is undefined. */
function fieldsOf(value: unknown): Read {
  return (key) => {
    try {
      const isObject = typeof value === "object" && value !== null;
      const read: unknown = isObject ? Reflect.get(value, key) : undefined;
      return read;
    } catch {
      return undefined;
    }
  };
}

function objectOr<Fallback extends Json>(fallback: Fallback, value: unknown): Json {
  if (value === undefined || value === null) return fallback;
  const copied = toJson(value);
  const isObject = typeof copied === "object" && copied !== null && !Array.isArray(copied);
  return isObject ? copied : { value: copied };
}
