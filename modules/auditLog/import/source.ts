import type { SourceRecord } from "./reference";

/** Where a source is read on from, as JSON. Each kind of source has its own. */
export type Position = Readonly<Record<string, unknown>>;

/** One row: what it holds, and what tells it apart from the others of its source. */
export type SourceRow = {
  record: SourceRecord;
  key: string;
  /** Its place among rows of the same instant. */
  order: number | null;
};

export type SourceBatch = {
  size: number;
  /**
   * The row of that number, from 0, made when it is asked for: what lives for one row only costs the garbage collector
   * nothing.
   *
   * @throws RefusedError where it can't be understood
   */
  row: (at: number) => SourceRow;
  /** Where a person finds it. */
  placeOf: (at: number) => string;
  /** The position before the row of that number in the batch. */
  before: (at: number) => Position;
  /** The position behind the last row. */
  end: Position;
  share: number | null;
};

/** What is imported, opened. */
export type RowSource = {
  /** What it is, to tell it from another one; no password. */
  label: string;
  /** Which database it lies in, if that was said; null for the log's own and for files. */
  database: string | null;
  /** The columns in whose order it is read; none of a file. */
  key: readonly string[];
  /** The columns that each row has; null where that is not known before. */
  columns: readonly string[] | null;
  /**
   * The rows behind a position, in pieces of a few thousand.
   *
   * @throws ImportError where the source is not the one that the position belongs to, or can't be read
   */
  batches: (from: Position | null) => AsyncGenerator<SourceBatch>;
  close: () => Promise<void>;
};
