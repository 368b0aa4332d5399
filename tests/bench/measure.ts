/** One way to do a thing; with `every`, only in each so many rounds, for what takes long. */
export type Run = { name: string; run: () => Promise<unknown>; every?: number };

/** What many runs of one thing came to: milliseconds, entries a second, and the like. */
export type Sample = { name: string; values: number[] };

/** Where a run takes place, such as inside a request. */
export type Scope = <Result>(work: () => Promise<Result>) => Promise<Result>;

const direct: Scope = (work) => work();

/**
 * Milliseconds of several things, one call at a time. Each round runs all of them in an order of its own,
 * so that whatever else the machine does falls on all alike; the first tenth of the rounds warms up and is
 * not counted. The baseline, which comes first, runs twice: what differs between the two is noise.
 */
export async function inTurn(
  runs: readonly [Run, ...Run[]],
  { rounds, scope = direct }: { rounds: number; scope?: Scope },
): Promise<Sample[]> {
  const subjects = withControl(runs).map((subject) => ({ ...subject, values: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { run, values, every = 1 } of shuffled(subjects)) {
      if (round % every !== 0) continue;
      const milliseconds = await scope(() => timed(run));
      if (round >= rounds / 10) values.push(milliseconds);
    }
  }
  return subjects.map(({ name, values }) => ({ name, values }));
}

/** The same with the first one a second time. */
export function withControl<Subject extends { name: string }>(
  subjects: readonly [Subject, ...Subject[]],
): Subject[] {
  const [baseline, ...others] = subjects;
  return [baseline, { ...baseline, name: `${baseline.name}, again` }, ...others];
}

export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** Milliseconds of so many calls of one thing. */
export async function repeated(run: () => Promise<unknown>, calls: number): Promise<number[]> {
  const values: number[] = [];
  for (let call = 0; call < calls; call++) values.push(await timed(run));
  return values;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
