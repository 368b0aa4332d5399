import type postgres from "postgres";
import type { Run } from "./measure";

const needed = ["fsync", "synchronous_commit", "full_page_writes"];
const tries = 10;

/**
 * Refuses to go on unless both ways leave nothing to a power cut: the server's settings say so, and after
 * each call that returned all of the server's log is on disk. The second also sees a client that asks for
 * less on its own connections.
 *
 * @throws Error
 */
export async function requireDurability(sql: postgres.Sql, runs: readonly Run[]): Promise<void> {
  const settings = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ${sql(needed)}`;
  const off = settings.filter(({ setting }) => setting !== "on").map(({ name }) => name);
  if (off.length > 0) {
    throw new Error(
      `The server is not durable: ${off.join(", ")} must be on for these figures to mean anything`,
    );
  }
  for (const { name, run } of runs) await requireFlushed(sql, { name, run });
}

async function requireFlushed(sql: postgres.Sql, { name, run }: Run): Promise<void> {
  let flushed = 0;
  for (let attempt = 0; attempt < tries; attempt++) {
    await run();
    const [row] = await sql`select pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn() as done`;
    if (row?.done === true) flushed++;
  }
  // The server writes to its log on its own account too, so now and then something is under way.
  if (flushed < tries / 2) {
    throw new Error(`${name} returns before its row is on disk: durable after ${flushed} of ${tries} calls`);
  }
}
