import { isIP } from "node:net";
import { actorTypes, outcomes, type StoredEntry } from "@/modules/auditLog/auditLog.types";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { setField } from "@/modules/auditLog/capture/objects";
import { toId, toLine } from "@/modules/auditLog/capture/text";
import { RefusedError } from "./import.types";
import { importId, type RowIdentity } from "./importId";
import { parseInstant } from "./instant";
import { parseJson } from "./json";
import { valueOf, valuesOf, type Mapping } from "./mapping";
import { toText, type SourceRecord } from "./reference";

/** What holds for all rows of an import. */
export type Conversion = {
  mapping: Mapping;
  /** Of rows that name none; undefined: such are refused. */
  organizationId: string | null | undefined;
  timeZone: string | null;
};

const userAgentLimit = 1_024;

/** A row, and what is where in it. */
type Row = { mapping: Mapping; record: SourceRecord };

/**
 * Another system's row as an entry, by the rules of `log()`: storable, bounded, without secrets.
 *
 * @throws RefusedError
 */
export function toEntry(record: SourceRecord, identity: RowIdentity, conversion: Conversion): StoredEntry {
  const { mapping, timeZone } = conversion;
  const row = { mapping, record };
  const action = textIn(row, "action") ?? missing("action");
  const at = parseInstant(valueOf(mapping, "at", record) ?? missing("at"), timeZone);
  const impersonator = textIn(row, "impersonator");
  const ip = textIn(row, "ip");
  const entry = toStoredEntry({
    actor: {
      type: wordIn(actorTypes, "actorType", textIn(row, "actorType")),
      id: textIn(row, "actor"),
      name: textIn(row, "actorName"),
      impersonator: impersonator && { id: impersonator, name: textIn(row, "impersonatorName") },
    },
    organizationId: organizationOf(row, conversion),
    action,
    outcome: wordIn(outcomes, "outcome", textIn(row, "outcome")),
    ...resourceOf(row),
    resourceName: textIn(row, "resourceName"),
    changes: changesOf(valueOf(mapping, "changes", record)),
    metadata: metadataOf(row, ip),
    related: valuesOf(mapping, "related", record).map(toRelated),
    occurredAt: new Date(at),
  });
  entry.id = importId(at, identity);
  entry.ip = isAddress(ip) ? ip : null;
  entry.user_agent = agentOf(textIn(row, "userAgent"));
  entry.request_id = idOf(textIn(row, "requestId"));
  return entry;
}

function organizationOf(row: Row, { organizationId }: Conversion): string | null {
  const own = textIn(row, "organization");
  if (own !== null) return own;
  if (organizationId !== undefined) return organizationId;
  throw new RefusedError(
    "there is no organization: say whose such rows are, --organization <id> or --organization platform",
  );
}

function textIn({ mapping, record }: Row, name: string): string | null {
  const value = valueOf(mapping, name, record);
  if (value === undefined) return null;
  const text = toText(value);
  if (text === undefined) throw new RefusedError(`${name} is no text, but JSON: map a field of it`);
  return text;
}

function missing(name: string): never {
  throw new RefusedError(`there is no ${name}`);
}

function wordIn<Word extends string>(words: readonly Word[], name: string, text: string | null) {
  if (text === null) return undefined;
  const word = words.find((known) => known === text.toLowerCase());
  if (word !== undefined) return word;
  throw new RefusedError(
    `${name} is none of ${words.join(", ")}: use --rename ${name}:<theirs>=<one of these>`,
  );
}

function resourceOf(row: Row): { resourceType: string; resourceId: string } {
  const whole = textIn(row, "resource");
  const own = whole === null ? null : splitResource(whole);
  const resourceType = textIn(row, "resourceType") ?? own?.type ?? null;
  const resourceId = textIn(row, "resourceId") ?? own?.id ?? null;
  if (resourceType !== null && resourceId !== null) return { resourceType, resourceId };
  throw new RefusedError(
    whole === null
      ? "there is no resource: map another one for such rows, or --set resource=<type>/<id>"
      : "resource is no type and id, such as post/17: map it as post/{column}",
  );
}

function splitResource(text: string): { type: string; id: string } | null {
  const slash = text.indexOf("/");
  return slash < 1 || slash === text.length - 1
    ? null
    : { type: text.slice(0, slash), id: text.slice(slash + 1) };
}

function toRelated(value: unknown): { type: string; id: string } {
  const resource = splitResource(toText(value) ?? "");
  if (resource === null) throw new RefusedError("related is no type and id, such as project/5");
  return resource;
}

/** `{ field: { from, to } }`, or `{ field: [from, to] }` as several libraries write it. */
function changesOf(value: unknown): unknown {
  if (value === undefined) return null;
  const changes: Record<string, unknown> = {};
  for (const [field, change] of Object.entries(objectOf("changes", value))) {
    setField(changes, field, isPair(change) ? { from: change[0], to: change[1] } : change);
  }
  return changes;
}

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function metadataOf({ mapping, record }: Row, ip: string | null): object {
  const { named, details } = mapping;
  const metadata: Record<string, unknown> = {};
  const given = valueOf(mapping, "metadata", record);
  if (given !== undefined) addAll(metadata, objectOf("metadata", given));
  if (named !== null) addAll(metadata, record, named);
  for (const name of details) {
    const detail = valueOf(mapping, `metadata.${name}`, record);
    if (detail !== undefined) setField(metadata, name, detail);
  }
  // The column takes an address only; what else stood there may still tell something.
  if (ip !== null && !isAddress(ip)) metadata["ip"] ??= ip;
  return metadata;
}

function addAll(target: Record<string, unknown>, from: object, without?: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(from)) {
    if (value !== null && value !== undefined && !without?.has(name)) setField(target, name, value);
  }
}

/** An object, also as the text that older tables keep JSON in. */
function objectOf(name: string, value: unknown): object {
  const parsed = typeof value === "string" ? jsonOf(value) : value;
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  const advice = name === "metadata" ? ": map it under a name, as in metadata.note" : "";
  throw new RefusedError(`${name} is no JSON object${advice}`);
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

function isAddress(ip: string | null): boolean {
  return ip !== null && isIP(ip) !== 0 && !ip.includes("%");
}

// Agents are few and come again with every row.
const knownAgents = new Map<string, string>();
const mostKnown = 1_000;

function agentOf(text: string | null): string | null {
  if (text === null) return null;
  const known = knownAgents.get(text) ?? toLine(text, userAgentLimit);
  if (knownAgents.size >= mostKnown) knownAgents.clear();
  knownAgents.set(text, known);
  return known;
}

function idOf(text: string | null): string | null {
  return text === null ? null : toId(text);
}
