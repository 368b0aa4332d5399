import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

const lockNotAvailable = "55P03";
const mostAttempts = 200;
const pauseMs = 100;

/**
 * Takes a month out of the log, e.g. `_2026_01`, and returns how often it had to try. While it waits for the exclusive
 * lock, everybody who comes later waits behind it: so it gives up before `log()` would, whose own patience is 100 ms,
 * lets them pass and tries again. Tables are locked in the order in which reads and writes do. DETACH … CONCURRENTLY
 * is refused where there is a default partition.
 */
export async function detachMonth(sql: postgres.Sql, suffix: string): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      // In one message, so that nobody waits for this process: Postgres makes one transaction of it.
      await sql.unsafe(`set local lock_timeout = '50ms';
        alter table audit_logs detach partition audit_logs${suffix};
        alter table audit_log_related detach partition audit_log_related${suffix}`);
      return attempt;
    } catch (error) {
      const isTaken = error instanceof postgres.PostgresError && error.code === lockNotAvailable;
      if (!isTaken || attempt === mostAttempts) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Gives back the disk space of a month that is detached: nobody waits for it any more. */
export async function dropMonth(sql: postgres.Sql, suffix: string): Promise<void> {
  await sql`drop table ${sql(`audit_log_related${suffix}`)}, ${sql(`audit_logs${suffix}`)}`;
}
