import type { Row } from "./summary";
import { round } from "./text";

/**
 * What one row is meant to be: how many times another's median (`ratio`) or p99 (`p99Ratio`), or its p99 itself, which
 * of fewer than a hundred values is the highest. `beside`: the other row; the baseline if left out.
 */
export type Target = { row: string; bound: "at least" | "at most"; beside?: string } & (
  | { ratio: number }
  | { p99Ratio: number }
  | { p99: number }
);

/** How a run did by a target; `found` is null where a row that it names was not measured. */
export type Verdict = { text: string; found: number | null; isMet: boolean };

type Measured = { rows: readonly Row[]; unit: string };

/** Whether a target was met; one that was not measured was not. */
export function judge(target: Target, { rows, unit }: Measured): Verdict {
  const { row: name, bound, beside = rows[0]?.name } = target;
  const [row, other] = [name, beside].map((wanted) => rows.find((each) => each.name === wanted));
  const { what, meant, value } = compare(target, { row, other, unit });
  const found = value !== undefined && Number.isFinite(value) ? value : null;
  const isMet = found !== null && (bound === "at least" ? found >= meant : found <= meant);
  const than = target.beside === undefined ? "" : `, beside ${target.beside}`;
  const text = `Target for ${name}${than}: ${what}. This run: ${round(found ?? Number.NaN)}, ${isMet ? "met" : "missed"}.`;
  return { text, found, isMet };
}

type Pair = { row: Row | undefined; other: Row | undefined; unit: string };

function compare(target: Target, { row, other, unit }: Pair) {
  const ratioOf = (figure: "median" | "p99") => row && other && row[figure] / other[figure];
  const { bound } = target;
  if ("ratio" in target)
    return { what: `ratio ${bound} ${target.ratio}`, meant: target.ratio, value: ratioOf("median") };
  if ("p99Ratio" in target)
    return {
      what: `ratio of p99 ${bound} ${target.p99Ratio}`,
      meant: target.p99Ratio,
      value: ratioOf("p99"),
    };
  return { what: `p99 ${bound} ${target.p99} ${unit}`, meant: target.p99, value: row?.p99 };
}
