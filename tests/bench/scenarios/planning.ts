import { fillLog, type FilledLog } from "@/tests/bench/log/fill";
import { plannedNames, plannedWays, startReader, type PlannedName } from "@/tests/bench/log/processes";
import { shuffled } from "@/tests/bench/measure";
import { report } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";

/** How many monthly partitions there are; a year, two and seven. */
const months = [12, 24, 84];
const rows = 10_000;
const callsOfBatch = 10;
const warmUps = 1;
const batchesOf = { quick: 2, long: 40 };

type Subject = { partitions: number; log: FilledLog; reader: ReturnType<typeof startReader> };

/** What planning the hot reads costs by the number of partitions, among so few entries that reading costs little. */
export async function benchPlanning({ sql, url, isLong }: Bench): Promise<void> {
  console.log(`\nFilling logs of ${months.join(", ")} months with ${rows} entries each…`);
  const subjects: Subject[] = [];
  try {
    for (const partitions of months) {
      const log = await fillLog({ sql, url }, { rows, months: partitions, tables: ["log"] });
      subjects.push({ partitions, log, reader: startReader(log.url) });
    }
    const batches = isLong ? batchesOf.long : batchesOf.quick;
    for (const read of plannedNames) await measure(read, { subjects, batches });
  } finally {
    for (const { reader, log } of subjects) {
      reader.stop();
      await log.drop();
    }
  }
}

type Measured = { subjects: readonly Subject[]; batches: number };

async function measure(read: PlannedName, { subjects, batches }: Measured): Promise<void> {
  const samples = plannedWays.flatMap((way) =>
    subjects.map(({ partitions }) => ({ name: nameOf(way, partitions), values: [] as number[] })),
  );
  for (let batch = 0; batch < warmUps + batches; batch++) {
    for (const { partitions, reader } of shuffled(subjects)) {
      const found = await reader.ask({ kind: "planning", read, calls: callsOfBatch });
      if (batch < warmUps) continue;
      for (const { name, values } of found.samples)
        samples.find((each) => each.name === nameOf(name, partitions))?.values.push(...values);
    }
  }
  report("planning", {
    title: `A page of the ${read}, by how many months the log has`,
    unit: "ms",
    samples,
    note: "Beside the months' partitions there are three of months to come, and the default one.",
  });
}

function nameOf(way: string, partitions: number): string {
  return `${way}, ${partitions} months`;
}
