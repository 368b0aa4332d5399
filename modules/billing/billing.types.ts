import { z } from "zod";

export const plans = ["free", "team", "business"] as const;
export type Plan = (typeof plans)[number];
export const planSchema = z.enum(plans);

/** What an organization pays for. A cancelled plan is the free one. */
export type Subscription = { plan: Plan; status: "active" | "canceled" };

export type BillingAction = "billing.plan_changed" | "billing.canceled";
