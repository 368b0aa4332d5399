import { eq } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/transaction";
import { subscriptionTable } from "./billing.schema";

type Row = { plan: string; status: string };

export async function findSubscription(executor: Executor, organizationId: string): Promise<Row | undefined> {
  const [row] = await executor
    .select({ plan: subscriptionTable.plan, status: subscriptionTable.status })
    .from(subscriptionTable)
    .where(eq(subscriptionTable.organizationId, organizationId));
  return row;
}

export async function saveSubscription(
  tx: Transaction,
  row: Row & { organizationId: string },
): Promise<void> {
  const set = { plan: row.plan, status: row.status, updatedAt: new Date() };
  await tx
    .insert(subscriptionTable)
    .values(row)
    .onConflictDoUpdate({ target: subscriptionTable.organizationId, set });
}
