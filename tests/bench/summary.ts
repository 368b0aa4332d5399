import type { Sample } from "./measure";

/** A sample in figures. `ratio` is that of its median to the baseline's; `lowest` and `highest` are that of a tenth of the run. */
export type Row = {
  name: string;
  median: number;
  p25: number;
  p75: number;
  p99: number;
  ratio: number;
  lowest: number;
  highest: number;
};

const mostParts = 10;

export function summarize(samples: readonly Sample[]): Row[] {
  const baseline = samples[0]?.values ?? [];
  return samples.map(({ name, values }) => {
    const ratios = ratiosByPart(values, baseline);
    return {
      name,
      median: quantile(values, 0.5),
      p25: quantile(values, 0.25),
      p75: quantile(values, 0.75),
      p99: quantile(values, 0.99),
      ratio: quantile(values, 0.5) / quantile(baseline, 0.5),
      lowest: Math.min(...ratios),
      highest: Math.max(...ratios),
    };
  });
}

function ratiosByPart(values: readonly number[], baseline: readonly number[]): number[] {
  const parts = Math.min(mostParts, values.length, baseline.length);
  const medianOf = (all: readonly number[], part: number) =>
    quantile(
      all.slice(Math.floor((part * all.length) / parts), Math.floor(((part + 1) * all.length) / parts)),
      0.5,
    );
  return Array.from({ length: parts }, (_, part) => medianOf(values, part) / medianOf(baseline, part));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
