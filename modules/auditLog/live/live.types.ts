import type { ResourceRef } from "@/modules/auditLog/auditLog.types";

/** A resource whose feed is followed, in its tenant; null is the platform itself. */
export type LiveResource = ResourceRef & { organizationId: string | null };

/** What a feed could show when it was read: which transactions it saw, and the least id that may still be new. */
export type Mark = {
  /** As `pg_current_snapshot()` tells it. */
  snapshot: string;
  since: string;
  /** The least id of the month of `since`, at which a partition begins. */
  month: string;
};

/** Somebody who follows a feed. */
export type Following = {
  resource: LiveResource;
  /** The mark made before the feed was read. */
  since: string;
  /** Whose stream it is: the real person, where somebody acts as another. */
  viewerId: string;
  /** Whether they may still read it. Asked before each thing that is told, and from time to time. */
  mayRead: () => Promise<boolean>;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
};

/** `mark`: it is none of ours. `viewer`, `process`: too many streams are open, of this viewer or at all. */
export type Refusal = "mark" | "viewer" | "process";

/** How often things are done, in milliseconds. */
export type Pace = {
  /** Between two looks at the table. */
  pauseMs: number;
  /** After a hint: an entry of a transaction is hinted at before that commits. */
  againMs: readonly number[];
  /** Between two questions whether the viewer may still read, each with a look. */
  recheckMs: number;
  heartbeatMs: number;
};
