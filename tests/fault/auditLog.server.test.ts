import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/drizzle";
import { migrateDatabase } from "@/db/migrate";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { captureErrors, connect, entry } from "@/tests/integration/auditLogSupport";
import { joinServer, postmasterPid, temporaryFolder } from "@/tests/setup/embedded";

test("the server killed while an entry is on its way, and away afterwards: log() resolves", async () => {
  const folder = await temporaryFolder();
  const { url } = await joinServer(folder);
  await migrateDatabase(url);
  // Read at the first query, and so before anything of the application connects.
  process.env.DATABASE_URL = url;
  expect((await auditLogService.log(entry())).status).toBe("stored");
  await db.execute(
    sql.raw(`create function sleep() returns trigger language plpgsql as
    $$ begin perform pg_sleep(60); return new; end $$`),
  );
  await db.execute(
    sql`create trigger slow before insert on audit_logs for each row execute function sleep()`,
  );

  const written = captureErrors();
  const observer = connect();
  await observer`select 1`;
  const underWay = auditLogService.log(entry());
  const sleeping = () => observer`select 1 from pg_stat_activity where wait_event = 'PgSleep'`;
  await expect.poll(sleeping, { timeout: 1_400, interval: 10 }).toHaveLength(1);
  process.kill(await postmasterPid(folder), "SIGKILL");
  expect((await underWay).status).toBe("dropped");
  expect((await auditLogService.log(entry())).status).toBe("dropped");
  await expect(auditLogService.getForActor("u1")).rejects.toThrow("Failed query");

  const reported = written.filter((line) => line.includes("audit_log.entry_dropped"));
  expect(reported).toHaveLength(2);
});
