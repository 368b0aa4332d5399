import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { entry, freshId } from "@/tests/integration/auditLogSupport";
import {
  businessHas,
  createBusinessTable,
  doBusiness,
  ignoreUndo,
  soundHealth,
  storedIds,
  tally,
  Undo,
  untilDelivered,
} from "./support/delivery";

// postgres.js opens ten connections unless it is told otherwise.
const poolSize = 10;
const transactions = 40;

beforeAll(createBusinessTable);

/** Resolves for everybody once so many have come. */
function meeting(size: number) {
  let come = 0;
  let open = () => {};
  const complete = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if (++come === size) open();
    return complete;
  };
}

it("40 transactions on a pool of 10, each logging in and beside it, neither wait for each other nor lose any", async () => {
  const everyConnectionIsTaken = meeting(poolSize);
  const ids = Array.from({ length: transactions }, () => freshId("business"));
  const logged = await Promise.all(
    ids.map((id) =>
      doBusiness(id, async (tx) => {
        await everyConnectionIsTaken();
        const beside = auditLogService.log(entry());
        const inside = await auditLogService.log(entry(), { tx });
        const savepoint = await tx.transaction(async (nested) => {
          await nested.execute(sql`select 1`);
          return auditLogService.log(entry(), { tx: nested });
        });
        return [inside, savepoint, await beside, await auditLogService.logRequired(entry())];
      }),
    ),
  );
  const receipts = logged.flat();
  expect(await Promise.all(ids.map(businessHas))).not.toContain(false);
  expect(tally(receipts)).toEqual({ stored: 4 * transactions });
  const entries = receipts.map(({ id }) => id);
  expect(await storedIds(entries)).toEqual(entries);
  expect(await soundHealth()).toMatchObject({ status: "ok", spooled: 0, dropped: 0 });
});

it("those that are rolled back leave what was logged beside them, and nothing else", async () => {
  const everyConnectionIsTaken = meeting(poolSize);
  const beside: string[] = [];
  const inside: string[] = [];
  await Promise.all(
    Array.from({ length: transactions }, () =>
      doBusiness(freshId("undone"), async (tx) => {
        await everyConnectionIsTaken();
        beside.push((await auditLogService.log(entry())).id);
        inside.push((await auditLogService.log(entry(), { tx })).id);
        throw new Undo();
      }).catch(ignoreUndo),
    ),
  );
  await untilDelivered();
  expect(await storedIds(beside)).toEqual(beside);
  expect(beside).toHaveLength(transactions);
  expect(await storedIds(inside)).toEqual([]);
});
