/** Entries of one month, `2026-03` (UTC), and the lines that name their related things. */
export type MonthCount = { month: string; entries: number; related: number };

/** Partitions whose indexes were built anew, and the bytes that it saved; `notOwned`: those that this role may not. */
export type Packing = { tables: string[]; bytesFreed: number; notOwned: number };

/** What a run of the log's maintenance did; months, numbers and codes, nothing of any entry. */
export type Maintenance = {
  /** Partitions made ahead, in months. */
  partitionsMade: number;
  /** Out of the default partition, each month into a partition of its own. */
  movedHome: MonthCount[];
  /** Rows that a move was found to have missed, and that are back in the log. */
  putBack: number;
  /** What stays in the default partition: too far from now for a partition of its own. Readable like any other. */
  staying: { entries: number; related: number; months: MonthCount[]; moreMonths: number };
  packing: Packing;
  /** Empty where nothing is left to do. */
  left: LeftTask[];
};

/** `code` is a SQLSTATE, or one of ours in capitals; `advice` says what it means and what to do. */
export type LeftTask = { task: MaintenanceTask; code: string; advice: string };

export type MaintenanceTask = "finish_move" | "move_home" | "make_partitions" | "have_default" | "pack";
