import { expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, entry } from "@/tests/integration/auditLogSupport";
import { patience } from "@/tests/setup/patience";
import { soundHealth, storedIds, tally, untilDelivered } from "./support/delivery";

it("a database that takes too long for many entries is given fewer at a time", async () => {
  const owner = connect();
  await owner`alter table audit_logs rename to gone`;
  const receipts = await auditLogService.logMany(Array.from({ length: 600 }, () => entry()));
  expect(tally(receipts)).toEqual({ spooled: 600 });
  // 500 of them take twice as long as a statement may.
  await owner.unsafe(`create function dawdle() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.004); return new; end $$;
    create trigger slow before insert on gone for each row execute function dawdle();
    alter table gone rename to audit_logs`);
  expect(await untilDelivered()).toMatchObject({ dead: 0, dropped: 0 });
  expect(await storedIds(receipts.map(({ id }) => id))).toHaveLength(600);
  const isStored = async () => (await auditLogService.log(entry())).status;
  await expect.poll(isStored, patience).toBe("stored");
  await untilDelivered();
  expect((await soundHealth()).status).toBe("ok");
  await owner`drop function dawdle cascade`;
});

it("more entries at once than the writer takes are kept, and it is not taken for an outage", async () => {
  const receipts = await Promise.all(Array.from({ length: 30_000 }, () => auditLogService.log(entry())));
  expect(tally(receipts).dropped).toBeUndefined();
  expect(await untilDelivered()).toMatchObject({ dead: 0, dropped: 0, status: "ok" });
  expect(await storedIds(receipts.map(({ id }) => id))).toHaveLength(30_000);
});

it("flush waits for what was logged before it, not for what comes after", async () => {
  let isOver = false;
  const callers = Array.from({ length: 4 }, async () => {
    while (!isOver) await auditLogService.log(entry());
  });
  const early = auditLogService.log(entry());
  await auditLogService.flush();
  expect((await auditLogService.health()).pending).toBeGreaterThan(0);
  isOver = true;
  expect((await early).status).toBe("stored");
  await Promise.all(callers);
});

it("a list with holes has a receipt for each place", async () => {
  const holes: ReturnType<typeof entry>[] = [];
  holes[0] = entry();
  holes[2] = entry();
  expect(tally(await auditLogService.logMany(holes))).toEqual({ stored: 3 });
  await auditLogService.flush();
});
