/** Milliseconds of many runs of one thing. */
export type Sample = { name: string; times: number[] };

/**
 * Runs several things in turn, A B A B …, so that whatever else the machine does falls on all alike.
 * The first tenth of the rounds warms up and is not counted.
 */
export async function inTurn(
  rounds: number,
  runs: Record<string, (round: number) => Promise<unknown>>,
): Promise<Sample[]> {
  const samples = Object.keys(runs).map((name) => ({ name, times: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const sample of samples) {
      const start = performance.now();
      await runs[sample.name]?.(round);
      if (round >= rounds / 10) sample.times.push(performance.now() - start);
    }
  }
  return samples;
}

function quantile({ times }: Sample, share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A table: medians, their spread, and the ratio to the first row, the plain way. */
export function print(title: string, samples: Sample[]): void {
  const base = samples[0] ? quantile(samples[0], 0.5) : Number.NaN;
  console.log(`\n${title} (ms)`);
  console.table(
    Object.fromEntries(
      samples.map((sample) => [
        sample.name,
        {
          median: quantile(sample, 0.5).toFixed(2),
          p25: quantile(sample, 0.25).toFixed(2),
          p75: quantile(sample, 0.75).toFixed(2),
          p99: quantile(sample, 0.99).toFixed(2),
          ratio: (quantile(sample, 0.5) / base).toFixed(2),
        },
      ]),
    ),
  );
}
