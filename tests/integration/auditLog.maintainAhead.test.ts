import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect } from "./auditLogSupport";
import { firstOfMonth, nameOf, partitionOf, tablesOfLog, unmake } from "./auditLogMaintainSupport";

const { maintain } = auditLogService;

describe("partitions ahead", () => {
  it("are made by maintenance as well", async () => {
    await unmake(2);
    expect(await maintain()).toMatchObject({ partitionsMade: 1, movedHome: [], left: [] });
    expect(await tablesOfLog()).toContain(partitionOf(firstOfMonth(2)));
  });

  it("are made without the lock that would hold up every reader and writer", async () => {
    await unmake(3);
    const [owner, other] = [connect(), connect()];
    await owner`begin`;
    await owner`select audit_log_create_partition(${firstOfMonth(3).toISOString()}::text::timestamptz)`;
    const locks = await owner<{ mode: string }[]>`
      select mode from pg_locks where pid = pg_backend_pid() and relation = 'audit_logs'::regclass order by 1`;
    expect(locks.map(({ mode }) => mode)).toEqual(["AccessShareLock", "ShareUpdateExclusiveLock"]);
    await other`set lock_timeout = '10s'`;
    await other`insert into audit_logs (id, actor_type, action, resource_type, resource_id, created_at)
      values (audit_log_first_id(now()), 'user', 'post.updated', 'post', '1', now())`;
    await owner`rollback`;
  });

  it("wait for the move where entries to be moved fill a large default partition", async () => {
    await unmake(3);
    await fillDefault(firstOfMonth(-40), 34_000);
    expect(await db.execute(sql`select audit_log_ensure_partitions(3, 3) as made`)).toEqual([{ made: 0 }]);
    const { movedHome, partitionsMade } = await maintain();
    expect(movedHome).toEqual([{ month: nameOf(firstOfMonth(-40)), entries: 34_000, related: 0 }]);
    expect(partitionsMade).toBe(1);
  });
});

/** Rows of 2 kB, none of it compressible. */
async function fillDefault(at: Date, rows: number): Promise<void> {
  await connect()`
    insert into audit_logs (id, actor_type, action, resource_type, resource_id, user_agent, created_at)
    select overlay(audit_log_first_id(${at.toISOString()}::text::timestamptz)::text placing lpad(to_hex(n), 12, '0') from 25)::uuid,
      'user', 'post.updated', 'post', 'large', agent, now()
    from generate_series(1, ${rows}) as n, (select string_agg(md5(i::text), '') as agent from generate_series(1, 56) as i) as made`;
}
