import { answerEach } from "@/tests/bench/feed/worker";
import { inTurn, repeated, type Run } from "@/tests/bench/measure";
import { pageSize, toldItsMonths, ways, type Found, type Question } from "./processes";
import { boundedRead, reads, type Read } from "./reads";
import { comparePlanning } from "./planning";
import { byKey, byKeyBetween, countEntries, findKeys, selectPlain } from "./rows";
import { requirePages, requirePlain } from "./verify";

// Another database needs another process: the application knows but one.
answerEach<Question>(async (question): Promise<Found> => {
  switch (question.kind) {
    case "compare":
      return compare(reads[question.read], question.rounds);
    case "depth":
      return compareDepth(reads[question.read], question);
    case "bounded":
      return compareBounded(question.rounds);
    case "verify":
      return { samples: [], size: (await verifiedKeys(reads[question.read])).keys.length, searchedTo: null };
    case "time":
      return time(reads[question.read], question.calls);
    case "planning":
      return comparePlanning(question);
  }
});

const firstPage = (read: Read) => () => read.page({ limit: pageSize });

async function verifiedKeys(read: Read) {
  const keys = await findKeys(read);
  const fetch = byKey(keys);
  requirePages({ keys, page: await firstPage(read)(), byKey: await fetch() });
  return { keys, fetch };
}

async function compare(read: Read, rounds: number): Promise<Found> {
  const { keys, fetch } = await verifiedKeys(read);
  requirePlain(keys, await selectPlain(read));
  const fetchBetween = byKeyBetween(keys);
  if ((await fetchBetween()).length !== keys.length) throw new Error("Told its months, it finds fewer");
  await warmUp([fetch, fetchBetween, firstPage(read)]);
  const samples = await inTurn(
    [
      { name: ways.byKey, run: fetch },
      { name: toldItsMonths, run: fetchBetween },
      { name: ways.ours, run: firstPage(read) },
      await paced({ name: ways.plain, run: () => selectPlain(read) }, rounds),
    ],
    { rounds },
  );
  return { samples, size: keys.length, searchedTo: null };
}

type Depth = { rounds: number; page: number };

/** The later page is an earlier one where there are not so many entries. */
async function compareDepth(read: Read, { rounds, page }: Depth): Promise<Found> {
  const wanted = Math.min(page, Math.floor((await countEntries(read)) / pageSize));
  const offset = (wanted - 1) * pageSize;
  const cursor = await findCursor(read, offset);
  const deep = () => read.page({ cursor, limit: pageSize });
  const keys = await findKeys(read, offset);
  requirePages({ keys, page: await deep(), byKey: await byKey(keys)() });
  requirePlain(keys, await selectPlain(read, offset));
  await warmUp([firstPage(read), deep]);
  const samples = await inTurn(
    [
      { name: `${ways.ours}, page 1`, run: firstPage(read) },
      { name: `${ways.ours}, page ${wanted}`, run: deep },
      { name: `${ways.plain}, page 1`, run: () => selectPlain(read) },
      await paced({ name: `${ways.plain}, page ${wanted}`, run: () => selectPlain(read, offset) }, rounds),
    ],
    { rounds },
  );
  return { samples, size: wanted, searchedTo: null };
}

/** As a reader gets there: from page to page. */
async function findCursor(read: Read, offset: number): Promise<string | null> {
  let cursor: string | null = null;
  for (let left = offset; left > 0;) {
    const { entries, nextCursor } = await read.page({ cursor, limit: Math.min(left, pageSize * 2) });
    if (nextCursor === null)
      throw new Error(`The list ends ${left} entries before the page that is measured`);
    left -= entries.length;
    cursor = nextCursor;
  }
  return cursor;
}

async function compareBounded(rounds: number): Promise<Found> {
  const page = await boundedRead.page({ limit: pageSize });
  const samples = await inTurn(
    [
      await paced({ name: ways.ours, run: firstPage(boundedRead) }, rounds),
      await paced({ name: ways.plain, run: () => selectPlain(boundedRead) }, rounds),
    ],
    { rounds },
  );
  const searchedTo = "searchedTo" in page ? (page.searchedTo?.toISOString() ?? null) : null;
  return { samples, size: page.entries.length, searchedTo };
}

async function time(read: Read, calls: number): Promise<Found> {
  const values = await repeated(firstPage(read), calls);
  return { samples: [{ name: ways.ours, values }], size: pageSize, searchedTo: null };
}

// A prepared statement is planned anew the first five times on each connection, and a pool has four.
const warmUps = 30;

async function warmUp(runs: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const run of runs) for (let time = 0; time < warmUps; time++) await run();
}

const slowMs = 20;
const fewest = 8;

/** What takes long is measured less often, but some times at least. */
async function paced(run: Run, rounds: number): Promise<Run> {
  const start = performance.now();
  await run.run();
  const every = Math.ceil((performance.now() - start) / slowMs);
  return { ...run, every: Math.max(1, Math.min(every, Math.floor(rounds / fewest))) };
}
