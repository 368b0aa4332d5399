/** What of an entry can be mapped. `resource` is a type and an id in one text: `post/17`. */
export const importFields = [
  "action",
  "at",
  "actor",
  "actorName",
  "actorType",
  "impersonator",
  "impersonatorName",
  "organization",
  "resource",
  "resourceType",
  "resourceId",
  "resourceName",
  "outcome",
  "changes",
  "metadata",
  "related",
  "ip",
  "userAgent",
  "requestId",
] as const;
export type ImportField = (typeof importFields)[number];

/** A field, or one of the metadata's: `metadata.reason`. */
export type MappedField = ImportField | `metadata.${string}`;

/** How another system's rows are told as entries. */
export type ImportMapping = {
  /**
   * Where a field is taken from: a column, a dotted path into JSON (`user.id`), or a text with such in braces
   * (`post/{post_id}`), which counts as missing where one of them is. Of several the first that is there; of
   * `related` all.
   */
  map?: Partial<Record<MappedField, string | readonly string[]>>;
  /** The same for every row, where none of `map` is there. */
  set?: Partial<Record<MappedField, string>>;
  /** Their word for ours, by field: `{ action: { create: "post.created" } }`. */
  rename?: Partial<Record<MappedField, Readonly<Record<string, string>>>>;
  /** Keeps every column that nothing names in the metadata, under its own name. */
  rest?: boolean;
};

/** An existing table or view, of the log's database or of the one at `from`. */
export type TableSource = {
  kind: "table";
  /** `activity` or `public.activity`, as it is written in the catalog. */
  table: string;
  /** A Postgres URL. Left out: the log's own database. */
  from?: string;
  /** Columns that together tell each row apart, in whose order rows are read. Left out: the primary key. */
  key?: readonly string[];
};

/** JSON, one object a line: a file's path, or what is read from a stream. */
export type NdjsonSource = { kind: "ndjson"; input: string | AsyncIterable<Uint8Array> };

export type ImportSource = TableSource | NdjsonSource;

export type ImportRequest = {
  source: ImportSource;
  /**
   * The same from run to run: rows are known again by it, and so is how far it came. Left out: the table's with its
   * schema, or the file's.
   */
  name?: string;
  /** Left out: lines of our own NDJSON export, with their ids. */
  mapping?: ImportMapping;
  /** The tenant of rows that name none; null is the platform itself. Left out: such rows are refused. */
  organizationId?: string | null;
  /** Of times without a zone, e.g. Europe/Berlin. Left out: such rows are refused. */
  timeZone?: string;
  /**
   * Reads from the beginning; what is in the log already is passed over. That is a row of the same key and time, a line of
   * the same number, text and time: one that was changed or moved comes in once more.
   */
  again?: boolean;
  /** Takes rows that can't be understood, before those after them are stored. Left out: the first one ends the import. */
  onRefused?: (refusals: readonly Refusal[]) => Promise<void>;
  /** Called before the first entry of this run is stored; where it rejects, none is. */
  beforeFirst?: (name: string) => Promise<void>;
  onProgress?: (progress: Readonly<ImportProgress>) => void;
};

/** A row that was not imported: where it stands and why; never what it holds. */
export type Refusal = { place: string; reason: string };

export type ImportProgress = {
  /** Read by this run. */
  rows: number;
  /** Of these in the log now, and not before. */
  imported: number;
  /** Of these in the log already. */
  existing: number;
  refused: number;
  /** How much of the source is read, 0 to 1; null where its size is not known. A table's size is an estimate. */
  share: number | null;
};

export type ImportResult = ImportProgress & {
  name: string;
  /**
   * What earlier runs of this name read, how much of it they refused, when the last of them reached the end, and whether
   * they mapped it in another way.
   */
  before: { rows: number; refused: number; completedAt: Date | null; isMappedOtherwise: boolean };
  /** What the mapping names and no row had. */
  neverThere: readonly string[];
};

/** What an import would store, of its first rows, and what it would refuse. */
export type ImportPreview = {
  rows: number;
  /** The first three, as they would be stored. */
  entries: readonly object[];
  refused: number;
  /** The first twenty. */
  refusals: readonly Refusal[];
  neverThere: readonly string[];
  /** Actions that the application does not declare. */
  unknownActions: readonly string[];
};

/** The import can't go on; the message says why and what helps. What was stored before is recorded. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

/** A row can't be understood, and why. */
export class RefusedError extends Error {
  override readonly name: string = "RefusedError";
}

/** A row can't be understood, perhaps only since it is still being written: it is never passed over. */
export class UnfinishedError extends RefusedError {
  override readonly name = "UnfinishedError";
}
