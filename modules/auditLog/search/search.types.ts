import type { AuditLogPage, PageRequest } from "@/modules/auditLog/auditLog.types";

/** What a field has to be (one of these), and what it must not be. Both empty: anything. */
export type Terms = { readonly is: readonly string[]; readonly not: readonly string[] };

/**
 * What a search asks for, within its tenant. Fields are joined by "and".
 *
 * `actor`: an id, or a part of the name; also the impersonator's. `action`: `post.deleted`, or `post.*`.
 * `resource`: a type, or `type/id`. `outcome`: one of `outcomes`. `address`: a
 * client's address or a block of them, `203.0.113.0/24`. `request`: a request's id. `words`: each
 * has to stand in a name or in the metadata.
 */
export type AuditLogFilter = {
  readonly actor: Terms;
  readonly action: Terms;
  readonly resource: Terms;
  readonly outcome: Terms;
  readonly address: Terms;
  readonly request: Terms;
  readonly words: Terms;
  /** From this instant on; null: from the beginning. */
  readonly from: Date | null;
  /** Before this instant; null: until now. */
  readonly to: Date | null;
};

const anything: Terms = { is: [], not: [] };

export const emptyFilter: AuditLogFilter = {
  actor: anything,
  action: anything,
  resource: anything,
  outcome: anything,
  address: anything,
  request: anything,
  words: anything,
  from: null,
  to: null,
};

/** The fields of a filter that hold terms. */
export const termFields = ["actor", "action", "resource", "outcome", "address", "request", "words"] as const;
export type TermField = (typeof termFields)[number];

export type SearchRequest = Omit<PageRequest, "organizationId"> & { filter?: AuditLogFilter };

/**
 * A page of what a search found. A search that no index serves looks through a bounded number of entries
 * a page: then `searchedTo` is how far back it came, and `nextCursor` goes on from there, although the page
 * may hold fewer entries than asked for, or none.
 */
export type SearchPage = AuditLogPage & { searchedTo: Date | null };

/** Of what concerns an actor: what they did themselves, what they did as others, what others did as them. */
export type ActorPart = "own" | "as_others" | "by_others";

/** How many entries match between two instants, `to` excluded; `isAtLeast`: counting stopped there. */
export type HistogramBar = { from: Date; to: Date; entries: number; isAtLeast: boolean };

/** How often something occurs, with a name to show where it has one. */
export type Occurrence = { value: string; name: string | null; entries: number };

/** What stands above a history. Counts are of its newest `counted` entries; `isPartial`: there are more. */
export type HistorySummary = {
  first: Date | null;
  last: Date | null;
  counted: number;
  isPartial: boolean;
  actions: Occurrence[];
  actors: Occurrence[];
  /** Empty for members, who see no addresses. */
  addresses: Occurrence[];
};
