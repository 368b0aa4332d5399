import type { AuditLogFilter, TermField } from "./search.types";

export const presets = ["24h", "7d", "30d", "90d", "1y", "all"] as const;
export type Preset = (typeof presets)[number];

/** The window of a line without `created:`. */
export const defaultPreset = "30d" satisfies Preset;

/** The window of a query: a preset that ends now, or dates of the viewer's zone as typed. */
export type QueryWindow =
  | { kind: "default"; preset: Preset }
  | { kind: "preset"; preset: Preset }
  | { kind: "dates"; text: string };

/**
 * What can't be understood: `line.slice(start, end)`, never empty, in `ParsedQuery.line`; and a sentence that
 * says why, and what to write in its place.
 */
export type QueryError = { start: number; end: number; message: string };

/** One thing a line asks for, beside its window: `-action:post.*` is `post.*`, and is not. */
export type QueryTerm = { field: TermField | "organization"; value: string; isNot?: boolean };

/** A term, and where the `field:values` begins and ends to which it belongs. */
export type PlacedTerm = Required<QueryTerm> & { start: number; end: number };

/** What a typed line means. With errors, `filter` is what could be understood, and must not be run. */
export type ParsedQuery = {
  /** As typed, without surrounding space. */
  line: string;
  /** Its terms in the order in which they were typed, e.g. for a link that takes one out. */
  terms: readonly PlacedTerm[];
  filter: AuditLogFilter;
  window: QueryWindow;
  /** `organization:` as typed: an id, `platform`, `*` for all; null where it isn't there. */
  organization: string | null;
  /** In the order in which they stand in the line. */
  errors: readonly QueryError[];
};

/** The viewer's zone, an IANA name (one that is not known counts as UTC), and the instant at which windows end. */
export type QueryClock = { timeZone: string; now: Date };

/**
 * The filter panel's fields. A value in quotes means what it means in the line, any other is taken as it is;
 * `words` are written as in the line. `window`: a preset, or "" for dates and for the default. `from`, `to`:
 * days, `2026-08-31`, both included. `rest`: what the line says and the panel has no field for, to be shown.
 */
export type QueryForm = {
  actor: string;
  action: readonly string[];
  resource: string;
  outcome: readonly string[];
  organization: string;
  address: string;
  request: string;
  words: string;
  window: Preset | "";
  from: string;
  to: string;
  rest: string;
};

/**
 * The bars of a histogram. `edges`: ascending, one more than there are bars; none where the window lies wholly
 * ahead. `windows`: of each bar what `withWindow` takes to link to it, e.g. `2026-08-01`.
 */
export type Buckets = { edges: readonly Date[]; windows: readonly string[] };
