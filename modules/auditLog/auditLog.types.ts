import type { z } from "zod";

/** Who, or what kind of thing, did it. */
export const actorTypes = ["user", "api_key", "service", "system", "anonymous"] as const;
export type ActorType = (typeof actorTypes)[number];

/** How it ended: done, tried and failed, or refused. */
export const outcomes = ["success", "failure", "denied"] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Who did it. The name is a snapshot: it outlives the account. `impersonator` is the real person
 * behind an impersonated session. `organizationId` is the tenant of entries that name none themselves.
 */
export type AuditActor = {
  type: ActorType;
  id: string | null;
  name?: string | null;
  organizationId?: string | null;
  impersonator?: { id: string; name?: string | null } | null;
};

/** Changed fields only: `{ title: { from: "Q3", to: "Q4" } }`. Values are JSON. */
export type Changes = Record<string, { from: unknown; to: unknown }>;

/** One resource: `{ type: "post", id: "…" }`. */
export type ResourceRef = { type: string; id: string };

/** What an application says of one action; see `defineAuditActions`. */
export type ActionDefinition = {
  /** The metadata's shape. Left out: the action takes none. */
  metadata?: z.ZodType<Record<string, unknown>>;
  /** An ICU message per locale. `{actor}`, `{resource}` and the metadata's keys are its arguments. */
  message: { en: string } & Record<string, string>;
  /** The same for an attempt that failed or was denied; its metadata is free. Left out: general words. */
  attempt?: { en: string } & Record<string, string>;
  /**
   * What becomes of single fields, by their dotted paths, on top of what is redacted everywhere. A path
   * holds for metadata and for changed fields; `changes.<field>` for changed fields alone.
   */
  redact?: Readonly<Record<string, RedactionRule>>;
  /**
   * Who may see single fields, by the same paths as `redact`. Left out: whoever may see the entry. The
   * message must not name a field that is reserved here, or it is told in general words to all others.
   */
  visibleTo?: Readonly<Record<string, Exclude<Viewer, "member">>>;
};

/**
 * Who reads: a member sees feeds without addresses and agents; an admin, of an organization, and an
 * operator, of the platform, see these and the fields that actions reserve for them. Each sees what the one
 * before sees.
 */
export const viewers = ["member", "admin", "operator"] as const;
export type Viewer = (typeof viewers)[number];

/**
 * `drop`: the field is left out. `mask`: its last four characters remain. `hash`: a keyed hash, for which
 * `auditLogService.hashForSearch` has the equal.
 */
export type RedactionRule = "drop" | "mask" | "hash";

/**
 * The application's actions. Left empty, `log()` takes any `resource.verb` and any metadata; an
 * application narrows it once, by declaration merging:
 *
 * ```ts
 * declare module "@/modules/auditLog/auditLog.types" {
 *   interface Register { actions: typeof auditActions }
 * }
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- an interface, so that an application can merge into it
export interface Register {}

type RegisteredActions = Register extends { actions: infer Actions } ? Actions : never;
type IsRegistered = [RegisteredActions] extends [never] ? false : true;

/** The registered actions' names, or any `resource.verb` where none are registered. */
export type ActionName = IsRegistered extends true
  ? Extract<keyof RegisteredActions, string>
  : `${string}.${string}`;

type MetadataField<Definition> = Definition extends { metadata: z.ZodType<unknown, infer Metadata> }
  ? Partial<Metadata> extends Metadata
    ? { metadata?: Metadata }
    : { metadata: Metadata }
  : { metadata?: Record<string, never> };

type MetadataOf<Action extends string> = IsRegistered extends true
  ? MetadataField<RegisteredActions[Action & keyof RegisteredActions]>
  : { metadata?: Record<string, unknown> };

/** A refused or failed attempt tells what was tried, not what came of it: its metadata is free. */
type Attempted = { outcome: "failure" | "denied"; metadata?: Record<string, unknown> };

type EntryBase = {
  /** Who did it; `actorId` is the short form for a user. Neither: the system itself. */
  actor?: AuditActor;
  actorId?: string;
  /** The tenant. Left out: the actor's. Null: the platform itself. */
  organizationId?: string | null;
  resourceType: string;
  resourceId: string;
  /** The resource's label now, so that it still has a name when it is gone. */
  resourceName?: string | null;
  changes?: Changes | null;
  /** Other resources it concerns, e.g. a post's project: the entry stands in their feeds too. At most 1,000. */
  related?: readonly ResourceRef[];
  /** When it happened, for imports and backfills. Left out: now. */
  occurredAt?: Date;
};

/** One thing that happened, as a service hands it to `auditLogService.log`. */
export type AuditLogInput<Action extends ActionName = ActionName> = EntryBase & { action: Action } & (
    | ({ outcome?: "success" } & MetadataOf<Action>)
    | Attempted
  );

/** An entry as it is delivered: the table's columns. */
export type StoredEntry = {
  id: string;
  organization_id: string;
  actor_type: ActorType;
  actor_id: string | null;
  actor_name: string | null;
  impersonator_id: string | null;
  impersonator_name: string | null;
  action: string;
  outcome: Outcome;
  resource_type: string;
  resource_id: string;
  resource_name: string | null;
  changes: unknown;
  metadata: unknown;
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  created_at: string;
  related?: ResourceRef[];
};

/**
 * What became of an entry. `stored`: in the table, in a transaction once that commits. `spooled`: on disk,
 * and stored later. `dropped`: neither. Then stderr has it, sealed, for `npm run audit -- replay`; but an entry of
 * a transaction that can't commit any more is gone with that.
 */
export type Receipt = { id: string; status: "stored" | "spooled" | "dropped" };

/** What `logRequired` throws: the entry is not in the log, so what it records must not happen. */
export class AuditLogError extends Error {
  override readonly name = "AuditLogError";

  /** `code` is a SQLSTATE or a system code, e.g. 42P01 or ECONNREFUSED. */
  constructor(readonly code: string) {
    super(
      `The audit log could not be written (${code}), and this must not happen unrecorded: ` +
        "the transaction has to be rolled back. GET /api/health/audit tells more.",
    );
  }
}

/**
 * How delivery fares in this process since its start, with what it took over from dead ones:
 * `accepted = stored + spooled + dead + dropped`. No entry's values.
 */
export type AuditLogHealth = {
  /** `degraded`: entries wait or are dead. `failing`: entries were dropped, or would be now. */
  status: "ok" | "degraded" | "failing";
  accepted: number;
  stored: number;
  /** Waiting on disk. */
  spooled: number;
  /** Refused by the database each time, and kept in the dead-letter file. */
  dead: number;
  dropped: number;
  /** Under way, and in none of the counts yet. */
  pending: number;
  /** The instant (ISO 8601) at which the oldest entry that waits on disk was put there. */
  oldestWaiting: string | null;
  lastError: { code: string; at: string } | null;
  spool: { bytes: number; maxBytes: number };
};

/** One entry as it is read. `id` is a UUIDv7: identity, order and cursor. */
export type AuditLogEntry = {
  id: string;
  organizationId: string | null;
  actorType: string;
  actorId: string | null;
  actorName: string | null;
  impersonatorId: string | null;
  impersonatorName: string | null;
  action: string;
  outcome: string;
  resourceType: string;
  resourceId: string;
  resourceName: string | null;
  changes: Changes | null;
  metadata: Record<string, unknown>;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  createdAt: Date;
  recordedAt: Date;
};

/** A page's place: `cursor` is the previous page's `nextCursor`; `limit` is 1 to 100, 50 if left out. */
export type PageRequest = {
  cursor?: string | null;
  limit?: number;
  /** Only this tenant's entries; null for the platform's own. Left out: every tenant's. */
  organizationId?: string | null;
  /** Who will see it. Left out: a member, who sees least. */
  viewer?: Viewer;
  /** The page may be shorter, so that it never ends between two entries of one run of repeats. */
  wholeRuns?: boolean;
};

/** Newest first. `nextCursor` is null on the last page. */
export type AuditLogPage = { entries: AuditLogEntry[]; nextCursor: string | null };

/** A search names its tenant, or says that it means all of them. */
export type TenantScope = { organizationId: string | null } | { allOrganizations: true };
