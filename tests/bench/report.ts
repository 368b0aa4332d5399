import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Sample } from "./measure";
import { summarize, type Row } from "./summary";

/** What one row is meant to be: its ratio, or its p99 itself, which of fewer than a hundred values is the highest. */
export type Target = { row: string; bound: "at least" | "at most" } & ({ ratio: number } | { p99: number });

/** What a scenario found; the first sample is the baseline. */
export type Finding = {
  title: string;
  unit: string;
  samples: Sample[];
  target?: Target | readonly Target[];
  note?: string;
};

type Table = Omit<Finding, "samples"> & { scenario: string; rows: Row[] };

const tables: Table[] = [];
const resultFile = path.resolve(".data/bench.json");

/** Prints a finding as a table, and keeps it for the result file. */
export function report(scenario: string, { samples, ...finding }: Finding): void {
  const rows = summarize(samples);
  tables.push({ scenario, ...finding, rows });
  console.log(`\n${finding.title} (${finding.unit})`);
  console.table(Object.fromEntries(rows.map(({ name, ...figures }) => [name, toText(figures)])));
  for (const target of [finding.target ?? []].flat())
    console.log(judge(target, { rows, unit: finding.unit }));
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

function judge(target: Target, { rows, unit }: Pick<Table, "rows" | "unit">): string {
  const { row: name, bound } = target;
  const row = rows.find((each) => each.name === name);
  const isRatio = "ratio" in target;
  const [meant, found] = isRatio ? [target.ratio, row?.ratio] : [target.p99, row?.p99];
  const isMet = found !== undefined && (bound === "at least" ? found >= meant : found <= meant);
  const what = isRatio ? `ratio ${bound} ${meant}` : `p99 ${bound} ${meant} ${unit}`;
  return `Target for ${name}: ${what}. This run: ${round(found ?? Number.NaN)}, ${isMet ? "met" : "missed"}.`;
}

/** Three digits that count, but never fewer than the whole number has. */
function round(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
