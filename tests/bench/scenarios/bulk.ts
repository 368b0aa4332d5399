import type postgres from "postgres";
import { startLoader, type Loaded, type Way } from "@/tests/bench/bulk/processes";
import { createEmptyLog, emptyLog } from "@/tests/bench/emptyLog";
import { shuffled, withControl, type Sample } from "@/tests/bench/measure";
import { report, type Target } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";

const warmUps = 1;
const months = 24;
const quick = { rounds: 3, entries: 10_000 };
const long = { rounds: 7, entries: 100_000 };

type Subject = { way: Way; name: string };
type Load = { sql: postgres.Sql; loader: ReturnType<typeof startLoader>; expected: Loaded };

const copy: Subject = { way: "copy", name: "copy from stdin" };
const others: readonly Subject[] = [
  { way: "logMany1000", name: "logMany(), 1,000 at a time" },
  { way: "logMany5000", name: "logMany(), 5,000 at a time" },
  { way: "importTable", name: "import of a table" },
  { way: "importNdjson", name: "import of NDJSON" },
];

/** A backfill of the newest entries of one log into a new one, beside COPY of the same into the same tables. */
export async function benchBulk({ sql, url, isLong, filled }: Bench): Promise<void> {
  const source = await filled();
  const target = await createEmptyLog({ sql, url }, { months });
  const loader = startLoader(target.url);
  const { rounds, entries } = isLong ? long : quick;
  try {
    const expected = await loader.ask({ like: source.url, count: entries });
    report("bulk", {
      title: `${entries} entries into an empty log`,
      unit: "entries/s",
      samples: await measure({ sql: target.sql, loader, expected }, rounds),
      target: others.map(({ name }): Target => ({ row: name, bound: "at least", ratio: 0.5 })),
      note:
        `${rounds} rounds; every receipt said "stored", and each way left the same in the tables. ` +
        `With ${expected.related} rows of related resources, in COPY's one transaction too.`,
    });
  } finally {
    loader.stop();
    await target.drop();
  }
}

async function measure({ sql, loader, expected }: Load, rounds: number): Promise<Sample[]> {
  const subjects = withControl([copy, ...others]).map((subject) => ({ ...subject, values: [] as number[] }));
  let content: string | undefined;
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const { way, values } of shuffled(subjects)) {
      await emptyLog(sql, months);
      await sql`checkpoint`;
      const { milliseconds, rows } = await loader.ask({ way });
      const found = await readContent(sql, expected);
      content ??= found;
      if (found !== content) throw new Error(`${way} stored other entries than the way before it`);
      if (round >= warmUps) values.push((rows / milliseconds) * 1_000);
    }
  }
  return subjects.map(({ name, values }) => ({ name, values }));
}

/** A sum over all that entries say, but for their ids. @throws Error unless all are there */
async function readContent(sql: postgres.Sql, expected: Loaded): Promise<string> {
  const [entries] = await sql<{ rows: number; content: string }[]>`
    select count(*)::int as rows, sum(hashtextextended((created_at, organization_id, actor_type, actor_id, actor_name,
      impersonator_id, impersonator_name, action, outcome, resource_type, resource_id, resource_name, changes,
      metadata)::text, 0)) as content from audit_logs`;
  const [others] = await sql<{ rows: number; content: string }[]>`
    select count(*)::int as rows, sum(hashtextextended((other.resource_type, other.resource_id,
      entry.organization_id, entry.resource_id, entry.created_at)::text, 0)) as content
    from audit_log_related as other join audit_logs as entry using (id, organization_id)`;
  if (entries?.rows !== expected.rows || others?.rows !== expected.related) {
    throw new Error(
      `${entries?.rows} entries and ${others?.rows} related rows of ${expected.rows} and ${expected.related}`,
    );
  }
  return `${entries.content} ${others.content}`;
}
