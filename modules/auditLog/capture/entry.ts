import {
  actorTypes,
  outcomes,
  type ActorType,
  type Outcome,
  type StoredEntry,
} from "@/modules/auditLog/auditLog.types";
import { currentBackfillTime } from "./backfill";
import { makeId, makeIdAt, type TimedId } from "./id";
import { copyJson, type Json } from "./json";
import { instantOf, read } from "./objects";
import { policyOf } from "./policies";
import type { Policy } from "./redaction/policy";
import { toRelated } from "./related";
import { toStoredChanges } from "./storedChanges";
import { textOf, toId, toKind, toLine } from "./text";
import { storedWalk } from "./walk";

const nameLimit = 512;
// Past 9999 Postgres and JavaScript write years differently, and a time zone may be 14 hours ahead.
const lastInstant = Date.UTC(9999, 11, 31);

/**
 * Makes an entry storable, whatever it was given: copied, each field of its kind and within its bounds,
 * and without secrets. A field that can't be read is left empty; the entry itself is never given up. What the
 * request tells is for the caller to add.
 */
export function toStoredEntry(input: unknown): StoredEntry {
  const actor = read(input, "actor");
  const impersonator = read(actor, "impersonator");
  const action = kindOr(read(input, "action"), "unknown");
  const actorId = idOrNull(read(actor, "id") ?? read(input, "actorId"));
  const policies = policyOf(action);
  const related = toRelated(read(input, "related"));
  const { id, at } = identify(read(input, "occurredAt"));
  const entry: StoredEntry = {
    id,
    organization_id: organizationOf(input, actor),
    actor_type: toActorType(read(actor, "type"), actorId),
    actor_id: actorId,
    actor_name: nameOrNull(read(actor, "name")),
    impersonator_id: idOrNull(read(impersonator, "id")),
    impersonator_name: nameOrNull(read(impersonator, "name")),
    action,
    outcome: toOutcome(read(input, "outcome")),
    resource_type: kindOr(read(input, "resourceType"), "unknown"),
    resource_id: idOrNull(read(input, "resourceId")) ?? "unknown",
    resource_name: nameOrNull(read(input, "resourceName")),
    changes: toStoredChanges(read(input, "changes"), policies?.changes),
    metadata: toMetadata(read(input, "metadata"), policies?.metadata),
    ip: null,
    user_agent: null,
    request_id: null,
    created_at: toIso(at),
  };
  return related === null ? entry : { ...entry, related };
}

function identify(occurredAt: unknown): TimedId {
  const given = instantOf(occurredAt ?? currentBackfillTime());
  // A UUIDv7 starts in 1970: what lies outside its years is dated at the nearer end.
  return Number.isNaN(given) ? makeId() : makeIdAt(Math.min(Math.max(given, 0), lastInstant));
}

let second = Number.NaN;
let secondText = "";

/** Formatted anew once a second: that takes as long as the rest of an id. */
function toIso(at: number): string {
  const milliseconds = at % 1_000;
  if (at - milliseconds !== second) {
    second = at - milliseconds;
    secondText = new Date(second).toISOString().slice(0, -4);
  }
  return `${secondText}${String(milliseconds).padStart(3, "0")}Z`;
}

/** The tenant given, else the actor's; null is the platform itself. */
function organizationOf(input: unknown, actor: unknown): string {
  const given = read(input, "organizationId");
  return idOrNull(given === undefined ? read(actor, "organizationId") : given) ?? "";
}

function toActorType(type: unknown, actorId: string | null): ActorType {
  return isOneOf(actorTypes, type) ? type : actorId === null ? "system" : "user";
}

function toOutcome(outcome: unknown): Outcome {
  return isOneOf(outcomes, outcome) ? outcome : "success";
}

function isOneOf<Word>(words: readonly Word[], value: unknown): value is Word {
  return words.some((word) => word === value);
}

function idOrNull(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : toId(text);
}

function nameOrNull(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : toLine(text, nameLimit);
}

function kindOr(value: unknown, fallback: string): string {
  const text = textOf(value);
  return text === null ? fallback : toKind(text);
}

function toMetadata(value: unknown, policy: Policy | undefined): Json {
  if (value === undefined || value === null) return {};
  const copied = copyJson(value, storedWalk(), policy);
  const isObject = typeof copied === "object" && copied !== null && !Array.isArray(copied);
  return isObject ? copied : { value: copied };
}
