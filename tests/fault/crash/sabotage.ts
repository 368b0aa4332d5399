import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import { onTestFinished } from "vitest";
import type { Proxy } from "./proxy";
import type { Random } from "./random";

type Sabotage = { sql: Sql; random: Random; proxy?: Proxy };

/** What is broken, and for how long. */
type Broken = Sabotage & { ms: number };
type Fault = (broken: Broken) => Promise<void>;

const ofTable: [Fault, ...Fault[]] = [lock, rename];
const all: [Fault, ...Fault[]] = [...ofTable, cut, stall];

/** Breaks something again and again, and mends it each time; `stop` returns once all is whole. */
export function startSabotage(sabotage: Sabotage): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const done = sabotageUntil(stopping.signal, sabotage);
  const stop = async () => {
    stopping.abort();
    await done;
  };
  onTestFinished(stop);
  return { stop };
}

async function sabotageUntil(stopped: AbortSignal, sabotage: Sabotage): Promise<void> {
  const { random, proxy } = sabotage;
  while (!stopped.aborted) {
    const fault = random.pick(proxy ? all : ofTable);
    // A server that was killed meanwhile holds no lock.
    await fault({ ...sabotage, ms: random.between(50, 600) }).catch(() => null);
    await delay(random.between(0, 300));
  }
}

async function lock({ sql, ms }: Broken): Promise<void> {
  const release = await lockTable(sql);
  await delay(ms);
  await release();
}

/** Not by `begin()`, which writes its ROLLBACK to a connection that a killed server has closed. */
export async function lockTable(sql: Sql): Promise<() => Promise<void>> {
  await sql`begin`;
  try {
    await sql`set local lock_timeout = '2s'`;
    await sql`lock table audit_logs in access exclusive mode`;
  } catch (error) {
    await sql`rollback`;
    throw error;
  }
  return async () => void (await sql`rollback`);
}

/** In one transaction nobody would see it: the table would be locked, and back. */
async function rename({ sql, ms }: Broken): Promise<void> {
  await sql`alter table audit_logs rename to audit_logs_away`;
  await delay(ms);
  await restoreTable(sql);
}

/** Gives the table its name back, if it was killed away from it. */
export async function restoreTable(sql: Sql): Promise<void> {
  await sql`alter table if exists audit_logs_away rename to audit_logs`;
}

async function cut({ proxy, ms }: Broken): Promise<void> {
  proxy?.cut();
  await delay(ms);
  proxy?.mend();
}

async function stall({ proxy, ms }: Broken): Promise<void> {
  proxy?.stall();
  await delay(ms);
  proxy?.mend();
}
