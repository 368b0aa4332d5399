import type postgres from "postgres";
import type { FilledLog } from "./log/fill";
import type { Scope } from "./measure";

/** What every scenario is given. */
export type Bench = {
  /** The bench's server, with the application's own database: its log and plain tables are empty at first. */
  sql: postgres.Sql;
  url: string;
  /** How many entries the filled log holds. */
  rows: number;
  /** How many a second one is asked to hold, to see what grows. */
  growTo?: number;
  /** Whether to measure often enough for figures that are published, and not in some seconds. */
  isLong: boolean;
  inRequest: Scope;
  /**
   * The log with that many entries, `rows` if left out: made when it is first asked for, and then the same for all.
   * Who changes its data comes last. Of another size than `rows` it has no plain table.
   */
  filled: (rows?: number) => Promise<FilledLog>;
};
