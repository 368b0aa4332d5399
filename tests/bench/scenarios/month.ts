import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { shapes } from "@/tests/bench/log/shapes";
import { report } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";
import { detachMonth, dropMonth } from "@/tests/bench/month/dropMonth";
import { startTraffic, type Lap } from "@/tests/bench/month/processes";

const timedMonths = 5;
const watchedMonths = 3;
/** After each step, so that whoever waited for it has ended. */
const settleMs = 300;
const longReadMs = 2_000;
const plainDelete = "plain: delete where created_at <";

type Month = { suffix: string; end: Date };
type Watched = { milliseconds: number; lap: Lap };
type Log = { sql: postgres.Sql; traffic: ReturnType<typeof startTraffic> };
/** Milliseconds of each step, a month at a time. */
type Times = { detached: number[]; dropped: number[]; deleted: number[]; vacuumed: number[] };
/** What others noticed while nothing happened, or one step was taken. */
type Noticed = { quiet: Lap[]; detached: Lap[]; dropped: Lap[]; behindReader: Watched };

/** What it takes to be rid of the oldest month, and what those notice of it who read and write the log. */
export async function benchMonth({ rows, filled }: Bench): Promise<void> {
  const { sql, url } = await filled();
  const months = await findMonths(sql);
  const times: Times = { detached: [], dropped: [], deleted: [], vacuumed: [] };
  for (const month of months.slice(0, timedMonths)) await removeBothWays(sql, month, times);
  reportTimes(times, rows);

  const log: Log = { sql, traffic: startTraffic(url) };
  try {
    await log.traffic.ask({ read: shapes.hotResource });
    const noticed = await removeWatched(log, months.slice(timedMonths));
    await requireStored(sql, lapsOf(noticed));
    reportWaits(noticed);
    reportErrors(lapsOf(noticed), noticed.behindReader.milliseconds);
  } finally {
    log.traffic.stop();
  }
}

/** The log's months that hold entries, oldest first. */
async function findMonths(sql: postgres.Sql): Promise<Month[]> {
  const [oldest] = await sql<{ at: Date }[]>`select created_at as at from audit_logs order by id limit 1`;
  const months = await sql<Month[]>`
    select to_char(month, '_YYYY_MM') as suffix, (month + interval '1 month') at time zone 'UTC' as end
    from generate_series(date_trunc('month', ${oldest?.at ?? new Date()}::timestamptz at time zone 'UTC'),
      now() at time zone 'UTC', interval '1 month') as month`;
  const enough = timedMonths + watchedMonths + 2;
  if (months.length >= enough) return months;
  throw new Error(`The log holds ${months.length} months, and ${enough} are needed`);
}

async function removeBothWays(sql: postgres.Sql, { suffix, end }: Month, times: Times): Promise<void> {
  const countOld = async () => {
    const [row] =
      await sql`select count(*)::int as rows from audit_logs where id < audit_log_first_id(${end})`;
    return Number(row?.rows);
  };
  const held = await countOld();
  // Nobody has changed so old a month for long: its pages are on disk, and logged whole when they are changed.
  await sql`checkpoint`;
  times.detached.push((await timed(() => detachMonth(sql, suffix))).milliseconds);
  times.dropped.push((await timed(() => dropMonth(sql, suffix))).milliseconds);
  await sql`checkpoint`;
  const deletion = await timed(() => sql`delete from plain_audit_logs where created_at < ${end}`);
  times.deleted.push(deletion.milliseconds);
  times.vacuumed.push((await timed(() => sql`vacuum plain_audit_logs`)).milliseconds);
  const left = await countOld();
  if (deletion.result.count === held && held > 0 && left === 0) return;
  throw new Error(
    `${suffix}: ${held} entries were detached, ${left} are left; ${deletion.result.count} plain ones deleted`,
  );
}

async function timed<Result>(action: () => PromiseLike<Result>) {
  const start = performance.now();
  const result = await action();
  return { result, milliseconds: performance.now() - start };
}

async function removeWatched(log: Log, months: readonly Month[]): Promise<Noticed> {
  const quiet: Lap[] = [];
  const detached: Lap[] = [];
  const dropped: Lap[] = [];
  for (const { suffix } of months.slice(0, watchedMonths)) {
    quiet.push((await watch(log, async () => {})).lap);
    detached.push((await watch(log, () => detachMonth(log.sql, suffix))).lap);
    dropped.push((await watch(log, () => dropMonth(log.sql, suffix))).lap);
  }
  return { quiet, detached, dropped, behindReader: await detachBehindReader(log, months[watchedMonths]) };
}

/** With a transaction in the way that has read the log and stays open, as a long export's does. */
async function detachBehindReader(log: Log, month: Month | undefined): Promise<Watched> {
  if (!month) throw new Error("No month is left to be detached");
  const reading = log.sql.begin(async (tx) => {
    await tx`select count(*) from audit_logs`;
    await sleep(longReadMs);
  });
  await sleep(longReadMs / 10);
  const watched = await watch(log, () => detachMonth(log.sql, month.suffix));
  await reading;
  return watched;
}

/** How long an action takes, and what became of all reads and writes from its begin until a moment after its end. */
async function watch({ traffic }: Log, action: () => Promise<unknown>): Promise<Watched> {
  await traffic.ask({ lap: true });
  const { milliseconds } = await timed(action);
  await sleep(settleMs);
  return { milliseconds, lap: await traffic.ask({ lap: true }) };
}

function lapsOf({ quiet, detached, dropped, behindReader }: Noticed): Lap[] {
  return [...quiet, ...detached, ...dropped, behindReader.lap];
}

async function requireStored(sql: postgres.Sql, laps: readonly Lap[]): Promise<void> {
  const ids = laps.flatMap(({ stored }) => stored);
  const [row] = await sql`select count(*)::int as found from audit_logs where id = any(${ids}::uuid[])`;
  if (row?.found !== ids.length) throw new Error(`${ids.length} entries "stored", ${row?.found} rows`);
}

function reportTimes({ detached, dropped, deleted, vacuumed }: Times, rows: number): void {
  const sums = (one: readonly number[], other: readonly number[]) =>
    one.map((value, at) => value + (other[at] ?? 0));
  const of = `the oldest of 24 months, of ${rows} entries`;
  report("month", {
    title: `Until ${of}, is gone`,
    unit: "ms",
    samples: [
      { name: "detach its partitions", values: detached },
      { name: plainDelete, values: deleted },
    ],
    target: { row: plainDelete, bound: "at least", ratio: 100 },
    note: `${timedMonths} months, after a checkpoint each; both ways removed the same number of entries.`,
  });
  report("month", {
    title: `Until ${of}, takes no space`,
    unit: "ms",
    samples: [
      { name: "detach and drop its partitions", values: sums(detached, dropped) },
      { name: plainDelete, values: deleted },
      { name: "plain: delete and vacuum", values: sums(deleted, vacuumed) },
    ],
    note: "Dropped partitions give their space back to the disk, a vacuum to the same table alone.",
  });
}

function reportWaits({ quiet, detached, dropped, behindReader }: Noticed): void {
  const times: Record<string, Lap[]> = {
    "nothing happens": quiet,
    "a month is detached": detached,
    "a month is dropped": dropped,
    "a month is detached behind a long read": [behindReader.lap],
  };
  const samplesOf = (of: "reads" | "writes", name: string) =>
    Object.entries(times).map(([when, laps]) => ({
      name: `${name} while ${when}`,
      values: laps.map((lap) => Math.max(...lap[of])),
    }));
  const reads = samplesOf("reads", "getForResource");
  report("month", { title: "The longest wait of a feed's page", unit: "ms", samples: reads });
  const writes = samplesOf("writes", "log()");
  report("month", { title: "The longest wait of a write", unit: "ms", samples: writes });
}

function reportErrors(laps: readonly Lap[], milliseconds: number): void {
  const calls = laps.reduce((sum, { reads, writes }) => sum + reads.length + writes.length, 0);
  const errors = laps.flatMap((lap) => lap.errors);
  const name = "reads that failed, entries not stored";
  report("month", {
    title: `What went wrong with ${calls} reads and writes meanwhile`,
    unit: "calls",
    samples: [{ name, values: [errors.length] }],
    target: { row: name, bound: "at most", p99: 0 },
    note:
      `${[...new Set(errors)].map((error) => `${error}. `).join("")}Each entry that was stored is in the log. ` +
      `Behind a read of ${longReadMs / 1_000} s it took ${milliseconds.toFixed(0)} ms to detach a month.`,
  });
}
