import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/drizzle";
import { migrateDatabase } from "@/db/migrate";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { captureErrors, connect, entry } from "@/tests/integration/auditLogSupport";
import { joinServer, postmasterPid, query, temporaryFolder } from "@/tests/setup/embedded";
import { expectStateChangesOnly, soundHealth, storedIds, untilDelivered } from "./support/delivery";
import { openProxy } from "./support/proxy";

test("the server killed while an entry is on its way, away afterwards, and back: both are delivered once", async () => {
  const folder = await temporaryFolder();
  const { url } = await joinServer(folder);
  await migrateDatabase(url);
  // The server may come back on another port.
  const proxy = await openProxy(url);
  // Read at the first query, and so before anything of the application connects.
  process.env.DATABASE_URL = proxy.url;
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
  const receipts = [await underWay, await auditLogService.log(entry())];
  expect(receipts.map(({ status }) => status)).toEqual(["spooled", "spooled"]);
  await expect(auditLogService.getForActor("u1")).rejects.toHaveProperty("cause.code");
  expect(await soundHealth()).toMatchObject({ status: "degraded", spooled: 2, dropped: 0 });

  const back = await joinServer(folder);
  await query(back.url, "drop function sleep cascade");
  proxy.leadTo(back.url);
  expect(await untilDelivered()).toMatchObject({ status: "ok", stored: 3, accepted: 3 });
  const ids = receipts.map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);
  expectStateChangesOnly(written);
});
