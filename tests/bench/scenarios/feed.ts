import { fillDatabase } from "@/tests/bench/feed/fill";
import { startReader, startRenderer } from "@/tests/bench/feed/processes";
import { pageSize } from "@/tests/bench/feed/project";
import { shuffled, type Sample } from "@/tests/bench/measure";
import { report, type Target } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";

const fewRows = 5_000;
const pace = { quick: { warmUps: 20, rounds: 60 }, long: { warmUps: 60, rounds: 200 } };

type Found = { query: number; render: number };
type Subject = { name: string; reader: ReturnType<typeof startReader>; found: Found[] };
type Renderer = ReturnType<typeof startRenderer>;

/** The newest page of a project's feed, read and rendered, from a small log and from a large one. */
export async function benchFeed({ sql, url, rows, isLong }: Bench): Promise<void> {
  console.log(`\nFilling one log with ${fewRows} entries and one with ${rows}…`);
  const few = await fillDatabase({ sql, url }, fewRows);
  const many = await fillDatabase({ sql, url }, rows);
  const renderer = startRenderer();
  const largest = openSubject(`among ${rows}`, many.url);
  // Two processes read the small one: what differs between them is noise.
  const subjects = [
    openSubject(`among ${fewRows}`, few.url),
    openSubject(`among ${fewRows}, again`, few.url),
    largest,
  ];
  try {
    const { warmUps, rounds } = isLong ? pace.long : pace.quick;
    const bytes = await measure(subjects, { renderer, warmUps, rounds });
    reportSizes(subjects, { row: largest.name, bound: "at most", ratio: 1.2 });
    reportParts(largest, { bytes, rounds });
  } finally {
    for (const { stop } of [renderer, ...subjects.map(({ reader }) => reader)]) stop();
    await Promise.all([few.drop(), many.drop()]);
  }
}

function openSubject(name: string, databaseUrl: string): Subject {
  return { name, reader: startReader(databaseUrl), found: [] };
}

/** Returns the bytes of a page's HTML. */
async function measure(
  subjects: readonly Subject[],
  { renderer, warmUps, rounds }: { renderer: Renderer; warmUps: number; rounds: number },
): Promise<number> {
  let bytes = 0;
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const { reader, found } of shuffled(subjects)) {
      const { page, milliseconds: query } = await reader.ask({});
      const rendered = await renderer.ask(page);
      if (round >= warmUps) found.push({ query, render: rendered.milliseconds });
      bytes = rendered.bytes;
    }
  }
  return bytes;
}

function reportSizes(subjects: readonly Subject[], target: Target): void {
  const samplesOf = (value: (found: Found) => number): Sample[] =>
    subjects.map(({ name, found }) => ({ name, values: found.map(value) }));
  const title = `A project's feed of ${pageSize} entries`;
  report("feed", { title: `${title}: query`, unit: "ms", samples: samplesOf(({ query }) => query) });
  report("feed", { title: `${title}: render`, unit: "ms", samples: samplesOf(({ render }) => render) });
  const samples = samplesOf(({ query, render }) => query + render);
  report("feed", { title: `${title}: query and render`, unit: "ms", samples, target });
}

function reportParts({ name, found }: Subject, { bytes, rounds }: { bytes: number; rounds: number }): void {
  report("feed", {
    title: `The same ${name}: the render beside its query`,
    unit: "ms",
    samples: [
      { name: "query", values: found.map(({ query }) => query) },
      { name: "render", values: found.map(({ render }) => render) },
    ],
    target: { row: "render", bound: "at most", ratio: 1 },
    note: `${rounds} rounds; a page is ${bytes} bytes of HTML.`,
  });
}
