import type postgres from "postgres";
import { openCpuClock, type CpuTime } from "@/tests/bench/cpu";
import { requireDurability } from "@/tests/bench/durability";
import { shuffled, withControl, type Scope } from "@/tests/bench/measure";
import { addPlainUsers } from "@/tests/bench/plain";
import { report, type Target } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";
import { insertPlainInRequest, logEntry, type Place } from "@/tests/bench/subject";

const callers = 100;
const roundMs = 1_000;
const warmUps = 2;
const roundsOf = { quick: 3, long: 10 };

type Subject = {
  name: string;
  record: (place: Place) => Promise<unknown>;
  /** @throws Error unless what the calls returned is in the table, once each. */
  verify: (sql: postgres.Sql, load: Load) => Promise<void>;
};
type Load = { label: string; returned: unknown[] };
type Round = { rate: number; node: number; postgres: number; both: number };

const plain: Subject = { name: "plain insert", record: insertPlainInRequest, verify: verifyPlain };
const ours: Subject = { name: "log()", record: logEntry, verify: verifyLog };

/** Callers who each wait for their own call and make the next, all inside requests: entries and CPU. */
export async function benchThroughput({ sql, inRequest, isLong }: Bench): Promise<void> {
  const rounds = isLong ? roundsOf.long : roundsOf.quick;
  await addPlainUsers(
    sql,
    Array.from({ length: callers }, (_, caller) => userOf(caller)),
  );
  const subjects = withControl([plain, ours]).map((subject) => ({ ...subject, found: [] as Round[] }));
  await requireDurability(sql, [
    { name: plain.name, run: () => insertPlainInRequest() },
    { name: ours.name, run: () => logEntry() },
  ]);
  const clock = await openCpuClock(sql);
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const { name, record, verify, found } of shuffled(subjects)) {
      const load = { label: `${name} ${round}`, returned: [] };
      const result = await work(record, { load, clock, inRequest });
      await verify(sql, load);
      if (round >= warmUps) found.push(result);
    }
  }
  reportRounds(subjects, { rounds, hasServerCpu: clock().postgres !== null });
}

function userOf(caller: number): string {
  return `u${caller}`;
}

type Conditions = { load: Load; clock: () => CpuTime; inRequest: Scope };

async function work(record: Subject["record"], { load, clock, inRequest }: Conditions): Promise<Round> {
  const gate = openGate(callers);
  let began = { at: 0, cpu: clock() };
  const started = gate.opened.then(() => (began = { at: performance.now(), cpu: clock() }));
  const call = async (caller: number) => {
    const place = {
      organizationId: load.label,
      actorId: userOf(caller),
      resourceId: `${load.label}-${caller}`,
    };
    gate.enter();
    await started;
    while (performance.now() - began.at < roundMs) load.returned.push(await record(place));
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => inRequest(() => call(caller))));
  const cpu = clock();
  return toRound(load.returned.length, {
    seconds: (performance.now() - began.at) / 1_000,
    node: cpu.node - began.cpu.node,
    postgres: (cpu.postgres ?? 0) - (began.cpu.postgres ?? 0),
  });
}

function toRound(entries: number, used: { seconds: number; node: number; postgres: number }): Round {
  const microseconds = (seconds: number) => (seconds / entries) * 1_000_000;
  return {
    rate: entries / used.seconds,
    node: microseconds(used.node),
    postgres: microseconds(used.postgres),
    both: microseconds(used.node + used.postgres),
  };
}

/** Opens once so many have entered, so that making their requests is no part of what is measured. */
function openGate(expected: number) {
  let entered = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const enter = () => void (++entered === expected && open());
  return { opened, enter };
}

async function verifyPlain(sql: postgres.Sql, { label, returned }: Load): Promise<void> {
  const [row] =
    await sql`select count(*)::int as stored from plain_audit_logs where resource_id like ${`${label}-%`}`;
  if (row?.stored !== returned.length)
    throw new Error(`${label}: ${returned.length} inserts, ${row?.stored} rows`);
}

async function verifyLog(sql: postgres.Sql, { label, returned }: Load): Promise<void> {
  const rows = await sql<{ id: string }[]>`select id from audit_logs where organization_id = ${label}`;
  const stored = new Set<unknown>(rows.map(({ id }) => id));
  const missing = returned.filter((id) => !stored.has(id)).length;
  if (missing === 0 && rows.length === returned.length) return;
  throw new Error(`${label}: ${returned.length} entries "stored", ${rows.length} rows, ${missing} missing`);
}

function reportRounds(
  subjects: readonly { name: string; found: Round[] }[],
  { rounds, hasServerCpu }: { rounds: number; hasServerCpu: boolean },
): void {
  const samplesOf = (figure: keyof Round) =>
    subjects.map(({ name, found }) => ({ name, values: found.map((round) => round[figure]) }));
  const note = `${rounds} rounds of ${roundMs / 1_000} s each; every entry was found in its table exactly once.`;
  const rate: Target = { row: ours.name, bound: "at least", ratio: 10 };
  report("throughput", {
    title: `${callers} concurrent callers`,
    unit: "entries/s",
    samples: samplesOf("rate"),
    target: rate,
    note,
  });
  const cpu = (title: string, figure: keyof Round) => ({ title, unit: "µs", samples: samplesOf(figure) });
  report("throughput", cpu("CPU an entry, this Node process", "node"));
  if (!hasServerCpu) {
    console.log("The CPU of Postgres is not measured: this system has no /proc.");
    return;
  }
  report("throughput", cpu("CPU an entry, the whole Postgres server", "postgres"));
  const target: Target = { row: ours.name, bound: "at most", ratio: 0.125 };
  report("throughput", { ...cpu("CPU an entry, both", "both"), target });
}
