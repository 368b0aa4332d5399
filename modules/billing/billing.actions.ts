import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const billingActions = defineAuditActions({
  "billing.plan_changed": {
    message: { en: "{actor} changed the plan of {resource}" },
    attempt: { en: "{actor} tried to change the plan of {resource}" },
  },
  "billing.canceled": {
    message: { en: "{actor} canceled the subscription of {resource}" },
    attempt: { en: "{actor} tried to cancel the subscription of {resource}" },
  },
});
