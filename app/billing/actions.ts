"use server";

import { submit } from "@/app/_forms/submit";
import { billingService } from "@/modules/billing/billing.service";
import { planSchema } from "@/modules/billing/billing.types";

export async function changePlan(data: FormData) {
  await submit({
    name: "plan",
    page: "/billing",
    data,
    fields: { plan: planSchema },
    run: billingService.changePlan,
  });
}

export async function cancelPlan(data: FormData) {
  await submit({ name: "cancel", page: "/billing", data, fields: {}, run: billingService.cancel });
}
