import { writeFile } from "node:fs/promises";
import { ways } from "./log/processes";
import type { Results } from "./results";
import { round, toCount } from "./text";

/** A shape, and the median of each way in milliseconds. */
export type Bar = { shape: string; medians: Record<keyof typeof ways, number> };

const file = "docs/performance.svg";

/**
 * Draws the reads of a run into docs/.
 *
 * @throws Error if the run has measured none
 */
export async function drawChart(results: Results): Promise<void> {
  await writeFile(file, toSvg(barsOf(results), describe(results)));
  console.log(`Drawn: ${file}`);
}

/** @throws Error */
export function barsOf({ tables }: Pick<Results, "tables">): Bar[] {
  const bars = tables.flatMap(({ shape, rows }) => {
    const medianOf = (way: string) => rows.find(({ name }) => name === way)?.median ?? Number.NaN;
    const { byKey, ours, plain } = ways;
    const medians = { byKey: medianOf(byKey), ours: medianOf(ours), plain: medianOf(plain) };
    return shape === undefined ? [] : [{ shape, medians }];
  });
  if (bars.length > 0 && bars.every(({ medians }) => Object.values(medians).every(Number.isFinite)))
    return bars;
  throw new Error(
    "The chart shows the scenario reads, and this run did not measure it: leave --only out, or add it",
  );
}

function describe({ at, rows, machine }: Results): string {
  const { cores = "?", memory = "?", postgres = "?" } = machine;
  return `Among ${toCount(rows)} entries; ${at.slice(0, 10)}, ${cores} cores, ${memory}, Postgres ${postgres}`;
}

const left = 220;
const width = 780;
const right = 590;
const top = 92;
const rowHeight = 24;

/** One line a shape, a mark for each way, on a scale on which each step is ten times the last. */
export function toSvg(bars: readonly Bar[], where: string): string {
  const all = bars.flatMap(({ medians }) => Object.values(medians));
  const from = Math.floor(Math.log10(Math.min(...all)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...all))));
  const x = (value: number) => left + ((Math.log10(value) - from) / (to - from)) * (right - left);
  const bottom = top + bars.length * rowHeight;
  const powers = Array.from({ length: to - from + 1 }, (_, step) => 10 ** (from + step));
  const name = "How long a page of 50 entries takes";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 52}" role="img" aria-labelledby="title desc">
<title id="title">${name}</title>
<desc id="desc">${escape(bars.map(toSentence).join(" "))}</desc>
<style>${style}</style>
<rect class="ground" width="${width}" height="${bottom + 52}"/>
<text class="name" x="16" y="30">${name}</text>
<text x="16" y="50" class="quiet">Medians in milliseconds, on a scale of powers of ten. ${escape(where)}</text>
${legend()}
${powers.map((power) => grid(x(power), { label: String(Number(power.toPrecision(1))), bottom })).join("\n")}
${bars.map((bar, at) => line(bar, { x, y: top + (at + 0.5) * rowHeight })).join("\n")}
<text class="quiet" x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle">milliseconds</text>
</svg>
`;
}

const style = `
text{font:13px system-ui,sans-serif;fill:#1f2328}.name{font-size:17px;font-weight:600}.quiet{font-size:11px;fill:#59636e}
.ground{fill:#fff}.grid{stroke:#d1d9e0}.way{stroke:#d1d9e0;stroke-width:2}.byKey{fill:#59636e}.ours{fill:#0969da}.plain{fill:#bc4c00}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.quiet{fill:#9198a1}.ground{fill:#0d1117}.grid,.way{stroke:#3d444d}
.byKey{fill:#9198a1}.ours{fill:#58a6ff}.plain{fill:#f0883e}}
`;

// Not by colour alone: each way has a form too.
const marks: Record<keyof typeof ways, (x: number, y: number) => string> = {
  byKey: (x, y) => `<rect class="byKey" x="${fixed(x - 1.5)}" y="${fixed(y - 7)}" width="3" height="14"/>`,
  ours: (x, y) => `<circle class="ours" cx="${fixed(x)}" cy="${fixed(y)}" r="5"/>`,
  plain: (x, y) => `<path class="plain" d="M${fixed(x)} ${fixed(y - 6)}l6 6l-6 6l-6 -6z"/>`,
};

const order = ["plain", "byKey", "ours"] as const;

function line({ shape, medians }: Bar, { x, y }: { x: (value: number) => number; y: number }): string {
  const places = Object.values(medians).map(x);
  const figures = (["byKey", "ours", "plain"] as const).map((way) => round(medians[way]));
  const columns = figures.map(
    (figure, at) =>
      `<text x="${right + 66 + at * 58}" y="${fixed(y + 4)}" text-anchor="end">${figure}</text>`,
  );
  return `<text x="${left - 14}" y="${fixed(y + 4)}" text-anchor="end">${escape(shape)}</text>
<line class="way" x1="${fixed(Math.min(...places))}" x2="${fixed(Math.max(...places))}" y1="${fixed(y)}" y2="${fixed(y)}"/>
${order.map((way) => marks[way](x(medians[way]), y)).join("")}${columns.join("")}`;
}

function legend(): string {
  const [byKey, ours, plain] = (["byKey", "ours", "plain"] as const).map(
    (way, at) =>
      `${marks[way](left + at * 130, 73)}<text x="${left + 12 + at * 130}" y="77">${ways[way]}</text>
<text class="quiet" x="${right + 66 + at * 58}" y="77" text-anchor="end">${["by key", "this log", "plain"][at]}</text>`,
  );
  return [byKey, ours, plain].join("\n");
}

function grid(x: number, { label, bottom }: { label: string; bottom: number }): string {
  return `<line class="grid" x1="${fixed(x)}" x2="${fixed(x)}" y1="${top}" y2="${bottom}"/>
<text class="quiet" x="${fixed(x)}" y="${bottom + 18}" text-anchor="middle">${label}</text>`;
}

function toSentence({ shape, medians }: Bar): string {
  const { byKey, ours, plain } = medians;
  return `${shape}: ${round(byKey)} by primary key, ${round(ours)} by this log, ${round(plain)} plain.`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
