import { existsSync, readdirSync, readFileSync } from "node:fs";
import type postgres from "postgres";

/** CPU time since some start, in seconds. `postgres` is null where the system does not tell. */
export type CpuTime = { node: number; postgres: number | null };

// USER_HZ, the unit of times in /proc (proc(5)), is 100 wherever Node runs on Linux.
const ticksPerSecond = 100;

/** A clock of the CPU that this process and the whole server have used. */
export async function openCpuClock(sql: postgres.Sql): Promise<() => CpuTime> {
  const postmaster = existsSync("/proc/self/stat") ? await findPostmaster(sql) : null;
  return () => ({ node: nodeSeconds(), postgres: postmaster === null ? null : serverSeconds(postmaster) });
}

async function findPostmaster(sql: postgres.Sql): Promise<number | null> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row ? (readStat(String(row.pid))?.parent ?? null) : null;
}

function nodeSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** Every process of the server is the postmaster's child, and those that ended are in its own figures. */
function serverSeconds(postmaster: number): number {
  const stats = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readStat(name) ?? []) : []));
  const own = stats.find(({ pid }) => pid === postmaster);
  const children = stats.filter(({ parent }) => parent === postmaster);
  const ticks = children.reduce((sum, child) => sum + child.own, (own?.own ?? 0) + (own?.ended ?? 0));
  return ticks / ticksPerSecond;
}

type Stat = { pid: number; parent: number; own: number; ended: number };

function readStat(pid: string): Stat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses, and may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const field = (at: number) => Number(fields[at]);
    return { pid: Number(pid), parent: field(1), own: field(11) + field(12), ended: field(13) + field(14) };
  } catch {
    return null;
  }
}
