import type postgres from "postgres";
import { pack } from "@/modules/auditLog/retention/packing.repo";
import { emptyLog } from "@/tests/bench/emptyLog";
import { contentColumns } from "@/tests/bench/log/content";
import { fillLog } from "@/tests/bench/log/fill";
import type { Sample } from "@/tests/bench/measure";
import { report } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";
import { queries, requireReasons } from "@/tests/bench/size/indexes";
import { readSizes, totalOf, type Size } from "@/tests/bench/size/measure";

/** A month of a log that has six million in two years. */
const monthOfEntries = 250_000;

type Sizes = { entries: number; log: Size[]; plain: Size[] };

const ours = "the log, all of it";
const twoYears = "the log of two years, the last month under way";

/** Bytes an entry, of a month's entries of the same content, and what each index is there for. */
export async function benchSize({ sql, url, rows }: Bench): Promise<void> {
  const entries = Math.min(rows, monthOfEntries);
  console.log(`\nFilling a month with ${entries} entries in both tables…`);
  const filled = await fillLog({ sql, url }, { rows: entries, months: 1 });
  try {
    await insertAnew(filled.sql);
    const grown = await readBoth(filled.sql);
    if (grown.entries !== entries) throw new Error(`${grown.entries} of ${entries} entries are left`);
    await packAll(filled.sql);
    const packed = await readBoth(filled.sql);
    reportSizes("as they grow: inserted one after the other", grown);
    reportSizes("once their month is over and maintained", packed);
    reportTotals(grown, packed);
  } finally {
    await filled.drop();
  }
}

async function readBoth(sql: postgres.Sql): Promise<Sizes> {
  const [row] = await sql<{ log: number; plain: number }[]>`
    select (select count(*)::int from audit_logs) as log, (select count(*)::int from plain_audit_logs) as plain`;
  if (!row || row.log !== row.plain || row.log === 0) {
    throw new Error(`${row?.log} entries lie in the log and ${row?.plain} in the plain table`);
  }
  return {
    entries: row.log,
    log: await readSizes(sql, ["audit_logs", "audit_log_related"]),
    plain: await readSizes(sql, ["plain_audit_logs"]),
  };
}

/** The same entries into empty tables, in order of time: what a B-tree takes depends on how it came to be. */
async function insertAnew(sql: postgres.Sql): Promise<void> {
  const columns = sql.unsafe(contentColumns);
  await sql`create table staged as select id, ${columns} from audit_logs`;
  await sql`create table staged_related as select * from audit_log_related`;
  await emptyLog(sql, 2);
  await sql`insert into audit_logs (id, ${columns}) select id, ${columns} from staged order by id`;
  await sql`insert into audit_log_related select * from staged_related order by id`;
  await sql`truncate plain_audit_logs`;
  await sql`insert into plain_audit_logs (${columns}) select ${columns} from staged order by id`;
  await sql`vacuum audit_logs, audit_log_related, plain_audit_logs`;
}

/** As `maintain` does it a week after a month's end. */
async function packAll(sql: postgres.Sql): Promise<void> {
  const partitions = await sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent in ('audit_logs'::regclass, 'audit_log_related'::regclass)`;
  for (const { name } of partitions) await pack(sql, { name, bytes: 0, isOwned: true });
}

function reportSizes(how: string, { entries, log, plain }: Sizes): void {
  requireReasons(log.filter(isIndex).map(({ part }) => part));
  const each = (sizes: readonly Size[]): Sample[] =>
    sizes
      .filter(({ bytes }) => bytes > 0)
      .map((size) => ({ name: nameOf(size), values: [size.bytes / entries] }));
  report("size", {
    title: `Of ${entries} entries, ${how}`,
    unit: "bytes an entry",
    samples: [
      { name: "the plain table, all of it", values: [totalOf(plain) / entries] },
      { name: ours, values: [totalOf(log) / entries] },
      ...each(plain),
      ...each(log),
    ],
  });
}

/** Two years of entries are mostly months that are over. Nobody rebuilds the indexes of a table that is one whole. */
function reportTotals(grown: Sizes, packed: Sizes): void {
  const each = (parts: readonly Size[]) => totalOf(parts) / grown.entries;
  const [underWay, over] = [each(grown.log), each(packed.log)];
  const related = each(packed.log.filter(({ table }) => table === "audit_log_related"));
  const sizes = {
    "the plain table, as it grows": each(grown.plain),
    "the log, a month under way": underWay,
    "the log, a month that is over": over,
    [twoYears]: (underWay + 23 * over) / 24,
  };
  report("size", {
    title: `Of ${grown.entries} entries, all of it`,
    unit: "bytes an entry",
    samples: Object.entries(sizes).map(([name, bytes]) => ({ name, values: [bytes] })),
    target: { row: twoYears, bound: "at most", ratio: 1.4 },
    note: `With what else entries concern (audit_log_related, ${related.toFixed(0)} bytes), for which the plain table has no place.`,
  });
}

function isIndex({ part }: Size): boolean {
  return part !== "heap" && part !== "toast";
}

function nameOf(size: Size): string {
  if (!isIndex(size)) return `${size.table}: ${size.part}`;
  const query = queries[size.part];
  return query === undefined ? size.part : `${size.part}: ${query}`;
}
