import { z } from "zod";
import { db } from "@/db/drizzle";
import type { Executor } from "@/db/transaction";
import { accessService, parseInput } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { organizationService } from "@/modules/organization/organization.service";
import * as billingRepo from "./billing.repo";
import { planSchema, type BillingAction, type Subscription } from "./billing.types";

export const billingService = { get, changePlan, cancel };

const free: Subscription = { plan: "free", status: "active" };
const storedSchema = z.object({ plan: planSchema, status: z.enum(["active", "canceled"]) });

/** The organization's plan; the free one until it chooses another. */
function get(actor: Actor): Promise<Subscription> {
  return read(db, accessService.requireOrganization(actor).organizationId);
}

const changePlanSchema = z.strictObject({ plan: planSchema });

async function changePlan(actor: Actor, input: z.input<typeof changePlanSchema>): Promise<void> {
  const { plan } = parseInput(changePlanSchema, input);
  await change(actor, { action: "billing.plan_changed", to: { plan, status: "active" } });
}

/** Back to the free plan. Nothing happens to an organization that is on it. */
async function cancel(actor: Actor): Promise<void> {
  await change(actor, { action: "billing.canceled", to: { plan: "free", status: "canceled" } });
}

async function change(
  actor: Actor,
  { action, to }: { action: BillingAction; to: Subscription },
): Promise<void> {
  const target = { action, permission: "billing.manage" } as const;
  await organizationService.change(actor, target, async (tx, organization) => {
    const before = await read(tx, organization.id);
    if (before.plan === to.plan) return;
    const changes = auditLogService.changes({ plan: before.plan }, { plan: to.plan });
    await billingRepo.saveSubscription(tx, { organizationId: organization.id, ...to });
    await auditLogService.log(
      {
        actor,
        action,
        resourceType: "organization",
        resourceId: organization.id,
        resourceName: organization.name,
        changes,
      },
      { tx },
    );
  });
}

async function read(executor: Executor, organizationId: string): Promise<Subscription> {
  const row = await billingRepo.findSubscription(executor, organizationId);
  return row ? storedSchema.parse(row) : free;
}
