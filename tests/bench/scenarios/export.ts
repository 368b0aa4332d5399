import { fillDatabase } from "@/tests/bench/export/fill";
import { startWriter, ways, type Way, type Written } from "@/tests/bench/export/processes";
import { shuffled, type Sample } from "@/tests/bench/measure";
import { report, type Target } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";
import { toCount } from "@/tests/bench/text";

/** Every round writes all entries in each format twice: in a process of its own, and in one that has written some. */
const pace = { quick: { rounds: 1, most: 50_000 }, long: { rounds: 3, most: 1_000_000 } };
const megabytes = 64;
const measured = ["csv", "ndjson"] as const satisfies Way[];

type Found = { way: Way; first: Written[]; warm: Written[] };

/** The whole log as a file, beside the server's own export of the same columns. */
export async function benchExport({ sql, url, rows: wanted, isLong }: Bench): Promise<void> {
  const { rounds, most } = isLong ? pace.long : pace.quick;
  const rows = Math.min(wanted, most);
  console.log(`\nFilling a log with ${rows} entries…`);
  const database = await fillDatabase({ sql, url }, rows);
  const subjects = ways.map((way): Found => ({ way, first: [], warm: [] }));
  try {
    await measureFirst(subjects, { url: database.url, rows, rounds });
    await measureWarm(subjects, { url: database.url, rows, rounds });
  } finally {
    await database.drop();
  }
  reportRates(subjects, { rows, rounds });
  reportMemory("an export that is its process's first", growthOf(subjects, "first"));
  reportMemory("an export in a process that has made some", growthOf(subjects, "warm"));
}

type Log = { url: string; rows: number; rounds: number };

/** Each in a process of its own, which makes room for itself once and for all. */
async function measureFirst(subjects: readonly Found[], { url, rows, rounds }: Log): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const { way, first } of shuffled(subjects)) {
      const writer = startWriter(url);
      try {
        first.push(requireAll(await writer.ask({ way }), rows));
      } finally {
        writer.stop();
      }
    }
  }
}

async function measureWarm(subjects: readonly Found[], { url, rows, rounds }: Log): Promise<void> {
  const writer = startWriter(url);
  try {
    for (const { way } of subjects) await writer.ask({ way });
    for (let round = 0; round < rounds; round++) {
      for (const { way, warm } of shuffled(subjects)) warm.push(requireAll(await writer.ask({ way }), rows));
    }
  } finally {
    writer.stop();
  }
}

function requireAll(written: Written, rows: number): Written {
  if (written.rows === rows) return written;
  throw new Error(
    `${written.rows} entries were written of ${rows}: nothing is measured of an export that loses some`,
  );
}

function nameOf(way: Way): string {
  return way === "copy" ? "copy to stdout" : way;
}

function reportRates(subjects: readonly Found[], { rows, rounds }: { rows: number; rounds: number }): void {
  report("export", {
    title: `An export of ${toCount(rows)} entries`,
    unit: "entries/s",
    samples: subjects.map(({ way, warm }) => ({
      name: nameOf(way),
      values: warm.map((written) => (written.rows / written.milliseconds) * 1_000),
    })),
    target: measured.map((row): Target => ({ row, bound: "at least", ratio: 0.25 })),
    note: `${rounds} exports each; every entry was written.`,
  });
}

function growthOf(subjects: readonly Found[], which: "first" | "warm"): Sample[] {
  return subjects.map((found) => ({
    name: nameOf(found.way),
    values: found[which].map(({ growth }) => growth),
  }));
}

function reportMemory(of: string, samples: Sample[]): void {
  report("export", {
    title: `How far a process's memory rose above where it was: ${of}`,
    unit: "MB",
    samples,
    target: measured.map((row): Target => ({ row, bound: "at most", p99: megabytes })),
  });
}
