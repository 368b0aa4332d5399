/** One way to do a thing. */
export type Run = { name: string; run: () => Promise<unknown> };

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
    for (const { run, values } of shuffled(subjects)) {
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

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
