import { z } from "zod";
import { actorTypes, outcomes, type StoredEntry } from "@/modules/auditLog/auditLog.types";
import { instantOf } from "@/modules/auditLog/capture/id";
import { RefusedError } from "./import.types";
import type { SourceRecord } from "./reference";

// Of a UUIDv7 (RFC 9562): the log's order and its partitions follow from what is inside it.
const id = z.string().regex(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
const textOrNull = z.string().nullable();

const lineSchema = z.object({
  id,
  createdAt: z.iso.datetime(),
  organizationId: textOrNull,
  actorType: z.enum(actorTypes),
  actorId: textOrNull,
  actorName: textOrNull,
  impersonatorId: textOrNull,
  impersonatorName: textOrNull,
  action: z.string(),
  outcome: z.enum(outcomes),
  resourceType: z.string(),
  resourceId: z.string(),
  resourceName: textOrNull,
  changes: z.unknown(),
  metadata: z.unknown(),
  ip: textOrNull,
  userAgent: textOrNull,
  requestId: textOrNull,
});

// Some databases and scripts round where others cut off.
const rounding = 1_000;

/**
 * A line of our own NDJSON export as the entry it was, with its id. It is not captured anew: secrets were taken out when
 * it was logged, and what an action's policy hashed then would be hashed twice.
 *
 * @throws RefusedError
 */
export function toExportedEntry(record: SourceRecord): StoredEntry {
  if (record["export"] === "incomplete")
    throw new RefusedError("the export broke off here, and entries are missing: export again");
  const { success, data, error } = lineSchema.safeParse(record);
  if (!success) throw new RefusedError(explain(error));
  if (Math.abs(instantOf(data.id).getTime() - Date.parse(data.createdAt)) > rounding)
    throw new RefusedError("id and createdAt tell different times");
  return {
    id: data.id,
    organization_id: inLine(data.organizationId ?? ""),
    actor_type: data.actorType,
    actor_id: inLine(data.actorId),
    actor_name: inLine(data.actorName),
    impersonator_id: inLine(data.impersonatorId),
    impersonator_name: inLine(data.impersonatorName),
    action: inLine(data.action),
    outcome: data.outcome,
    resource_type: inLine(data.resourceType),
    resource_id: inLine(data.resourceId),
    resource_name: inLine(data.resourceName),
    changes: data.changes ?? null,
    metadata: data.metadata ?? {},
    ip: data.ip,
    user_agent: inLine(data.userAgent),
    request_id: inLine(data.requestId),
    created_at: data.createdAt,
  };
}

/** What separates values on their way into the table, as log() writes control characters today. */
function inLine<Text extends string | null>(value: Text): Text | string {
  if (value === null || (!value.includes("\u001E") && !value.includes("\u001F"))) return value;
  return value.replaceAll("\u001E", String.raw`\u001e`).replaceAll("\u001F", String.raw`\u001f`);
}

/** Names the fields alone: a message of zod's own may quote what they hold. */
function explain({ issues }: z.ZodError): string {
  const names = [...new Set(issues.map(({ path }) => String(path[0] ?? "")))];
  const these = names.length > 3 ? `${names.slice(0, 3).join(", ")} and others` : names.join(", ");
  return `it is no line of our NDJSON export (${these} missing or not as we write it): say with --map what is what`;
}
