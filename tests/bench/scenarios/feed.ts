import type postgres from "postgres";
import { fillDatabase } from "@/tests/bench/feed/fill";
import { startReader, startRenderer } from "@/tests/bench/feed/processes";
import { pageSize } from "@/tests/bench/feed/project";
import { shuffled, type Sample } from "@/tests/bench/measure";
import { report, type Target } from "@/tests/bench/report";

const fewRows = 5_000;
const warmUps = 60;
const rounds = 200;

type Bench = { sql: postgres.Sql; url: string; rows: number };
type Found = { query: number; render: number };
type Subject = { name: string; reader: ReturnType<typeof startReader>; found: Found[] };
type Renderer = ReturnType<typeof startRenderer>;

/** The newest page of a project's feed, read and rendered, from a small log and from a large one. */
export async function benchFeed({ sql, url, rows }: Bench): Promise<void> {
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
    const bytes = await measure(subjects, renderer);
    reportSizes(subjects, { row: largest.name, bound: "at most", ratio: 1.2 });
    reportParts(largest, bytes);
  } finally {
    for (const { stop } of [renderer, ...subjects.map(({ reader }) => reader)]) stop();
    await Promise.all([few.drop(), many.drop()]);
  }
}

function openSubject(name: string, databaseUrl: string): Subject {
  return { name, reader: startReader(databaseUrl), found: [] };
}

/** Returns the bytes of a page's HTML. */
async function measure(subjects: readonly Subject[], renderer: Renderer): Promise<number> {
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

function reportParts({ name, found }: Subject, bytes: number): void {
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
