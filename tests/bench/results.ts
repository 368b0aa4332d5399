import type { Row } from "./summary";
import type { Verdict } from "./targets";

/** One finding in figures; `shape`: the line of the chart in docs/ that is drawn from it. */
export type Table = {
  scenario: string;
  title: string;
  unit: string;
  rows: Row[];
  verdicts: Verdict[];
  note?: string;
  shape?: string;
};

/** What a run found, and what it was measured on, as it stands in .data/bench.json. */
export type Results = {
  /** When the run ended, ISO 8601. */
  at: string;
  /** The command line's options. */
  options: string;
  /** How many entries the filled log held. */
  rows: number;
  machine: Record<string, string>;
  tables: Table[];
};
