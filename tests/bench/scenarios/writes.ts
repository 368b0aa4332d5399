import type postgres from "postgres";
import { createEmptyLog, emptyLog } from "@/tests/bench/emptyLog";
import type { FilledLog } from "@/tests/bench/log/fill";
import { shuffled, withControl, type Sample } from "@/tests/bench/measure";
import { report } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";
import { startWriter, type Written } from "@/tests/bench/writes/processes";

const warmUps = 1;
const months = 24;
// Rounds of the long form are long enough that checkpoints fall into some, as they do where writes go on.
const quick = { rounds: 4, milliseconds: 500 };
const long = { rounds: 10, milliseconds: 5_000 };

type Subject = { name: string; log: FilledLog; isEmptied: boolean; writer: ReturnType<typeof startWriter> };

/** What the log takes in a second from a hundred callers: when it is new, and when it holds years of entries. */
export async function benchWrites({ sql, url, rows, growTo = rows, isLong, filled }: Bench): Promise<void> {
  const full = await filled(growTo);
  const empty = await createEmptyLog({ sql, url }, { months });
  const emptyOne = { name: "into an empty log", log: empty, isEmptied: true, writer: startWriter(empty.url) };
  const fullOne = {
    name: `into ${growTo} entries`,
    log: full,
    isEmptied: false,
    writer: startWriter(full.url),
  };
  const pace = isLong ? long : quick;
  try {
    for (const { writer } of [emptyOne, fullOne]) await writer.ask({ like: full.url });
    report("writes", {
      title: "Sustained writes, 100 concurrent callers",
      unit: "entries/s",
      samples: await measure([emptyOne, fullOne], pace),
      target: { row: fullOne.name, bound: "at least", ratio: 0.8 },
      note:
        `${pace.rounds} rounds of ${pace.milliseconds / 1_000} s each; every entry was found in its table exactly ` +
        "once. The empty log is emptied before each round.",
    });
  } finally {
    for (const { writer } of [emptyOne, fullOne]) writer.stop();
    await empty.drop();
  }
}

async function measure(pair: readonly [Subject, Subject], pace: typeof quick): Promise<Sample[]> {
  const subjects = withControl(pair).map((subject) => ({ ...subject, values: [] as number[] }));
  for (let round = 0; round < warmUps + pace.rounds; round++) {
    for (const { log, isEmptied, writer, values } of shuffled(subjects)) {
      if (isEmptied) await emptyLog(log.sql, months);
      const written = await writer.ask({ milliseconds: pace.milliseconds });
      await requireAll(log.sql, written);
      if (round >= warmUps) values.push((written.ids.length / written.milliseconds) * 1_000);
    }
  }
  return subjects.map(({ name, values }) => ({ name, values }));
}

/** @throws Error unless what the calls returned is in the table, once each, and nothing else of that time. */
async function requireAll(sql: postgres.Sql, { ids }: Written): Promise<void> {
  const first = ids.reduce((least, id) => (id < least ? id : least));
  const rows = await sql<{ id: string }[]>`select id from audit_logs where id >= ${first}`;
  const stored = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !stored.has(id)).length;
  if (missing === 0 && rows.length === ids.length) return;
  throw new Error(`${ids.length} entries "stored", ${rows.length} rows, ${missing} missing`);
}
