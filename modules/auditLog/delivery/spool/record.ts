import { z } from "zod";
import { actorTypes, outcomes, type StoredEntry } from "@/modules/auditLog/auditLog.types";

/** An entry that waits on disk. */
export type SpoolRecord = {
  entry: StoredEntry;
  /** Why it was put there: an SQLSTATE, a system error's code, or one of delivery's own. */
  code: string;
  /** The instant (ISO 8601) at which it was. */
  at: string;
  /** The transaction it shares the fate of; left out for an entry by itself. */
  txid?: string;
};

// Strict: what a later release has added would be lost by storing the rest.
const entrySchema = z.strictObject({
  id: z.string(),
  organization_id: z.string(),
  actor_type: z.enum(actorTypes),
  actor_id: z.string().nullable(),
  actor_name: z.string().nullable(),
  impersonator_id: z.string().nullable(),
  impersonator_name: z.string().nullable(),
  action: z.string(),
  outcome: z.enum(outcomes),
  resource_type: z.string(),
  resource_id: z.string(),
  resource_name: z.string().nullable(),
  changes: z.unknown(),
  metadata: z.unknown(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_id: z.string().nullable(),
  created_at: z.string(),
  related: z.array(z.strictObject({ type: z.string(), id: z.string() })).optional(),
} satisfies Record<keyof StoredEntry, z.ZodType>);

export const spoolRecordSchema: z.ZodType<SpoolRecord> = z.strictObject({
  entry: entrySchema,
  code: z.string(),
  at: z.string(),
  txid: z.string().optional(),
});

/** What a line's JSON holds. A text that is no JSON is that text. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
