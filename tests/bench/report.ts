import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Sample } from "./measure";
import { summarize, type Row } from "./summary";

/** What the ratio of one row is meant to be. */
export type Target = { row: string; bound: "at least" | "at most"; ratio: number };

/** What a scenario found; the first sample is the baseline. */
export type Finding = { title: string; unit: string; samples: Sample[]; target?: Target; note?: string };

type Table = Omit<Finding, "samples"> & { scenario: string; rows: Row[] };

const tables: Table[] = [];
const resultFile = path.resolve(".data/bench.json");

/** Prints a finding as a table, and keeps it for the result file. */
export function report(scenario: string, { samples, ...finding }: Finding): void {
  const rows = summarize(samples);
  tables.push({ scenario, ...finding, rows });
  console.log(`\n${finding.title} (${finding.unit})`);
  console.table(Object.fromEntries(rows.map(({ name, ...figures }) => [name, toText(figures)])));
  if (finding.target) console.log(judge(rows, finding.target));
  if (finding.note) console.log(finding.note);
}

/** Writes everything reported so far, with what it was measured on, as JSON. */
export async function writeResults(machine: Record<string, string>): Promise<void> {
  await mkdir(path.dirname(resultFile), { recursive: true });
  await writeFile(resultFile, `${JSON.stringify({ machine, tables }, null, 2)}\n`);
  console.log(`\nThe same as JSON: ${path.relative("", resultFile)}`);
}

function toText({ lowest, highest, ...figures }: Omit<Row, "name">) {
  const texts = Object.entries(figures).map(([name, value]): [string, string] => [name, round(value)]);
  return { ...Object.fromEntries<string>(texts), "ratio, by parts": `${round(lowest)}–${round(highest)}` };
}

function judge(rows: readonly Row[], { row, bound, ratio }: Target): string {
  const found = rows.find(({ name }) => name === row)?.ratio ?? Number.NaN;
  const isMet = bound === "at least" ? found >= ratio : found <= ratio;
  return `Target for ${row}: ratio ${bound} ${ratio}. This run: ${round(found)}, ${isMet ? "met" : "missed"}.`;
}

/** Three digits that count, but never fewer than the whole number has. */
function round(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
