import type { Results, Table } from "./results";
import { round } from "./text";

/** A run as docs/performance.md shows one: what it was measured on, every table in one, and every target. */
export function toMarkdown({ at, options, machine, tables }: Results): string {
  const facts = Object.entries(machine).map((fact) => fact.join(": "));
  const command = ["npm run bench", options].filter((part) => part !== "").join(" -- ");
  return [
    `${at.slice(0, 10)}; \`${command}\`; ${facts.join("; ")}.`,
    "",
    "| | median | p25 | p75 | p99 | ratio | by parts |",
    "|---|--:|--:|--:|--:|--:|--:|",
    ...tables.flatMap(toLines),
    "",
    ...tables.flatMap(({ title, verdicts }) => verdicts.map(({ text }) => `- ${title}. ${text}`)),
    "",
  ].join("\n");
}

function toLines({ title, unit, rows }: Table): string[] {
  const [baseline] = rows;
  return [
    `| **${escape(title)}, ${unit}** | | | | | | |`,
    ...rows.map((row) => {
      const figures = [row.median, row.p25, row.p75, row.p99, row.ratio].map(round);
      const byParts = row === baseline ? "" : `${round(row.lowest)}–${round(row.highest)}`;
      return `| ${[escape(row.name), ...figures, byParts].join(" | ")} |`;
    }),
  ];
}

function escape(text: string): string {
  return text.replaceAll("|", String.raw`\|`);
}
