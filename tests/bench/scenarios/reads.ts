import type { FilledLog } from "@/tests/bench/log/fill";
import { readNames, startReader, ways, type ReadName } from "@/tests/bench/log/processes";
import { shuffled } from "@/tests/bench/measure";
import { report, type Target } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";
import { toCount } from "@/tests/bench/text";

const pace = {
  quick: { rounds: 40, batches: 4 },
  long: { rounds: 600, batches: 60 },
} as const;
const callsOfBatch = 10;
const warmUps = 2;
const laterPage = 1_000;
const manyRows = 5_000_000;

type Reader = ReturnType<typeof startReader>;
type Measured = Pick<Bench, "rows" | "isLong"> & { reader: Reader; rounds: number };

/** The product's lists on the shapes that hurt: beside the same rows by key and the plain way, far down, and in a larger log. */
export async function benchReads(bench: Bench): Promise<void> {
  const log = await bench.filled();
  const { rounds, batches } = bench.isLong ? pace.long : pace.quick;
  const reader = startReader(log.url);
  const measured = { ...bench, reader, rounds };
  try {
    for (const read of readNames) await compare(read, measured);
    await compareBounded(measured);
    for (const read of ["hot resource", "tenant feed"] as const) await compareDepth(read, measured);
  } finally {
    reader.stop();
  }
  if (bench.growTo === undefined) return;
  const larger = await bench.filled(bench.growTo);
  await compareSizes(batches, [
    { name: `among ${toCount(bench.rows)}`, log },
    { name: `among ${toCount(bench.rows)}, again`, log },
    { name: `among ${toCount(bench.growTo)}`, log: larger },
  ]);
}

async function compare(read: ReadName, { reader, rounds, rows, isLong }: Measured): Promise<void> {
  const { samples, size } = await reader.ask({ kind: "compare", read, rounds });
  const ours = { row: ways.ours, bound: "at most" } as const;
  const targets: Target[] = [
    { ...ours, ratio: 1.5 },
    { ...ours, ratio: 1.2, beside: ways.plain },
  ];
  // The p99 of some dozens is their highest; and among few entries the plain way has not far to go.
  if (isLong) targets.push({ ...ours, p99Ratio: 2.5 });
  if (read.startsWith("dormant") && rows >= manyRows)
    targets.push({ row: ways.plain, bound: "at least", ratio: 100, beside: ways.ours });
  report("reads", {
    title: `${capitalized(read)}: the newest ${size} among ${toCount(rows)}`,
    unit: "ms",
    shape: read,
    samples,
    target: targets,
  });
}

async function compareBounded({ reader, rounds, rows }: Measured): Promise<void> {
  const { samples, size, searchedTo } = await reader.ask({ kind: "bounded", rounds });
  const bound = searchedTo === null ? "to the log's beginning" : `down to ${searchedTo.slice(0, 10)}`;
  report("reads", {
    title: `Rare action, all tenants: no index serves it; among ${toCount(rows)}`,
    unit: "ms",
    samples,
    note: `The first page has ${size} entries: it was searched ${bound}, within a second and what is under way then.`,
  });
}

async function compareDepth(read: ReadName, { reader, rounds, rows }: Measured): Promise<void> {
  const { samples, size: page } = await reader.ask({ kind: "depth", read, rounds, page: laterPage });
  report("reads", {
    title: `${capitalized(read)}: page ${page} beside page 1, among ${toCount(rows)}`,
    unit: "ms",
    samples,
    target: { row: `${ways.ours}, page ${page}`, bound: "at most", ratio: 1.5 },
  });
}

type Size = { name: string; log: FilledLog };

/** Each log in a process of its own; what differs between the two that read the same one is noise. */
async function compareSizes(batches: number, sizes: readonly [Size, Size, Size]): Promise<void> {
  const subjects = sizes.map(({ name, log }) => ({ name, reader: startReader(log.url) }));
  try {
    for (const read of readNames) {
      const samples = subjects.map((subject) => ({ ...subject, values: [] as number[] }));
      for (const { reader } of subjects) await reader.ask({ kind: "verify", read });
      for (let batch = 0; batch < warmUps + batches; batch++) {
        for (const { reader, values } of shuffled(samples)) {
          const { samples: timed } = await reader.ask({ kind: "time", read, calls: callsOfBatch });
          if (batch >= warmUps) values.push(...timed.flatMap((each) => each.values));
        }
      }
      report("reads", {
        title: `${capitalized(read)}: in a larger log`,
        unit: "ms",
        samples: samples.map(({ name, values }) => ({ name, values })),
        target: { row: sizes[2].name, bound: "at most", ratio: 1.3 },
      });
    }
  } finally {
    for (const { reader } of subjects) reader.stop();
  }
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
