import type { Sample } from "./measure";

/** A sample in figures. `ratio` is to the baseline's median; `lowest` and `highest` are that of a tenth of the run. */
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

const parts = 10;

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
  const size = Math.max(1, Math.floor(values.length / parts));
  const starts = Array.from({ length: Math.floor(values.length / size) }, (_, part) => part * size);
  const medianOf = (all: readonly number[], start: number) => quantile(all.slice(start, start + size), 0.5);
  return starts.map((start) => medianOf(values, start) / medianOf(baseline, start));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
