import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { AuditLogError, type AuditLogInput, type Receipt } from "@/modules/auditLog/auditLog.types";
import { freshId } from "@/tests/integration/auditLogSupport";
import { businessHas, doBusiness, ignoreUndo, reasonOf, Undo } from "./delivery";
import type { TableFault } from "./tableFaults";

/** Stands in every field of these entries. */
export const canary = "CANARY";
export const telltale = (resourceId = freshId(`${canary}-id`)): AuditLogInput<"post.deleted"> => ({
  action: "post.deleted",
  actor: {
    type: "user",
    id: `${canary}-actor`,
    name: `${canary}-name`,
    organizationId: `${canary}-tenant`,
    impersonator: { id: `${canary}-impersonator`, name: `${canary}-impersonator-name` },
  },
  resourceType: `${canary}-type`,
  resourceId,
  resourceName: `${canary}-label`,
  changes: { [`${canary}-field`]: { from: `${canary}-from`, to: `${canary}-to` } },
  metadata: { reason: `${canary}-reason` },
  related: [{ type: `${canary}-related`, id: `${canary}-related-id` }],
});

/** Business with limits of its own, which an entry must leave as they are. */
function doLimitedBusiness<Result>(id: string, log: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return doBusiness(id, async (tx) => {
    await tx.execute(sql`set local statement_timeout = '700ms'`);
    await tx.execute(sql`set local lock_timeout = '7s'`);
    const result = await log(tx);
    expect(await tx.execute(sql`show lock_timeout`)).toEqual([{ lock_timeout: "7s" }]);
    return result;
  });
}

export async function inCommitted(): Promise<Receipt> {
  const id = freshId("committed");
  const receipt = await doLimitedBusiness(id, (tx) => auditLogService.log(telltale(), { tx }));
  expect(await businessHas(id)).toBe(true);
  return receipt;
}

/** `after`: what happens to a savepoint once the entry was logged in it. */
async function inSavepoint(after: () => void): Promise<Receipt[]> {
  const id = freshId("savepoint");
  const receipts: Receipt[] = [];
  await doLimitedBusiness(id, (tx) =>
    tx
      .transaction(async (savepoint) => {
        receipts.push(await auditLogService.log(telltale(), { tx: savepoint }));
        after();
      })
      .catch(ignoreUndo),
  );
  expect(await businessHas(id)).toBe(true);
  return receipts;
}

async function inRolledBack(): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  await doLimitedBusiness(freshId("rolled-back"), async (tx) => {
    receipts.push(await auditLogService.log(telltale(), { tx }));
    throw new Undo();
  }).catch(ignoreUndo);
  return receipts;
}

function undo(): never {
  throw new Undo();
}

/** An entry of every kind of call: those whose business happened, and those whose business did not. */
export async function logEverywhere() {
  const outside = await auditLogService.log(telltale());
  const happened = [outside, await inCommitted(), ...(await inSavepoint(() => {}))];
  const undone = [...(await inSavepoint(undo)), ...(await inRolledBack())];
  return { happened, undone };
}

/** logRequired rejects, in a transaction and outside, and answers with the resources that must not be in the log. */
export async function expectRequiredRefused({ codes }: TableFault): Promise<string[]> {
  const [inside, outside, business] = [freshId("inside"), freshId("outside"), freshId("required")];
  const errors = await Promise.all([
    reasonOf(doLimitedBusiness(business, (tx) => auditLogService.logRequired(telltale(inside), { tx }))),
    reasonOf(auditLogService.logRequired(telltale(outside))),
  ]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(AuditLogError);
    expect(codes).toContain(error instanceof AuditLogError ? error.code : null);
    expect(String(error)).not.toContain(canary);
  }
  expect(await businessHas(business)).toBe(false);
  return [inside, outside];
}
