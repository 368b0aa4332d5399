import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, entry, freshId } from "@/tests/integration/auditLogSupport";
import { patience } from "@/tests/setup/patience";
import {
  businessHas,
  createBusinessTable,
  doBusiness,
  soundHealth,
  storedIds,
  tally,
  untilDelivered,
} from "./support/delivery";

beforeAll(createBusinessTable);

it("where the guarded insert is missing, transactions go on, and what they did is delivered once it is there", async () => {
  const owner = connect();
  await owner`alter function audit_log_store rename to audit_log_store_away`;
  const kept = freshId("business");
  const receipts = [await doBusiness(kept, (tx) => auditLogService.log(entry(), { tx }))];
  const undone = await db.transaction(async (tx) => {
    const inside: { id: string }[] = [];
    await tx
      .transaction(async (nested) => {
        inside.push(await auditLogService.log(entry(), { tx: nested }));
        throw new Error("undone");
      })
      .catch(() => {});
    receipts.push(...(await auditLogService.logMany([entry(), entry()], { tx })));
    return inside.map(({ id }) => id);
  });
  expect(tally(receipts)).toEqual({ spooled: 3 });
  expect(await businessHas(kept)).toBe(true);
  await owner`alter function audit_log_store_away rename to audit_log_store`;

  expect(await untilDelivered()).toMatchObject({ dead: 0, dropped: 0 });
  expect(await storedIds(receipts.map(({ id }) => id))).toHaveLength(3);
  expect(undone).toHaveLength(1);
  expect(await storedIds(undone)).toEqual([]);
  expect(await doBusiness(freshId("business"), (tx) => auditLogService.log(entry(), { tx }))).toMatchObject({
    status: "stored",
  });
});

it("an entry that is logged when its transaction has ended is kept, since nobody knows what became of that", async () => {
  let leaked: Transaction | undefined;
  await db.transaction(async (tx) => {
    await tx.execute(sql`select 1`);
    leaked = tx;
  });
  const receipt = await auditLogService.log(entry(), leaked ? { tx: leaked } : {});
  expect(receipt.status).toBe("spooled");
  await expect.poll(async () => (await soundHealth()).dead, patience).toBe(1);
  const letters = await auditLogService.deadLetters();
  expect(letters.map(({ record, code }) => [record?.entry.id, code])).toEqual([
    [receipt.id, "TRANSACTION_UNKNOWN"],
  ]);
});
