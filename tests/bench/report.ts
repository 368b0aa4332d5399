import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { toMarkdown } from "./markdown";
import type { Sample } from "./measure";
import type { Results, Table } from "./results";
import { summarize, type Row } from "./summary";
import { judge, type Target } from "./targets";
import { round } from "./text";

export type { Target } from "./targets";

/** What a scenario found; the first sample is the baseline. `shape`: the chart's row it belongs to. */
export type Finding = {
  title: string;
  unit: string;
  samples: Sample[];
  target?: Target | readonly Target[];
  note?: string;
  shape?: string;
};

const tables: Table[] = [];
const resultFile = path.resolve(".data/bench.json");

/** Prints a finding as a table, and keeps it for the result file. */
export function report(scenario: string, { samples, target = [], ...finding }: Finding): void {
  const rows = summarize(samples);
  const verdicts = [target].flat().map((each) => judge(each, { rows, unit: finding.unit }));
  tables.push({ scenario, ...finding, rows, verdicts });
  console.log(`\n${finding.title} (${finding.unit})`);
  console.table(Object.fromEntries(rows.map(({ name, ...figures }) => [name, toText(figures)])));
  for (const { text } of verdicts) console.log(text);
  if (finding.note) console.log(finding.note);
}

/** Prints which targets were missed, and writes everything reported so far, with what it was measured on, as JSON. */
export async function writeResults(run: Pick<Results, "options" | "rows" | "machine">): Promise<Results> {
  const results = { at: new Date().toISOString(), ...run, tables };
  const verdicts = tables.flatMap(({ title, verdicts: all }) => all.map((each) => ({ title, ...each })));
  const missed = verdicts.filter(({ isMet }) => !isMet);
  console.log(`\n${verdicts.length - missed.length} of ${verdicts.length} targets were met.`);
  for (const { title, text } of missed) console.log(`${title}: ${text}`);
  await mkdir(path.dirname(resultFile), { recursive: true });
  await writeFile(resultFile, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nThe same as JSON: ${path.relative("", resultFile)}`);
  return results;
}

/** Writes a run's tables as docs/performance.md has them. */
export async function writeMarkdown(results: Results, file: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, toMarkdown(results));
  console.log(`The same as Markdown: ${file}`);
}

function toText({ lowest, highest, ...figures }: Omit<Row, "name">) {
  const texts = Object.entries(figures).map(([name, value]): [string, string] => [name, round(value)]);
  return { ...Object.fromEntries<string>(texts), "ratio, by parts": `${round(lowest)}–${round(highest)}` };
}
