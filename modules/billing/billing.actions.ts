import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const billingActions = defineAuditActions({
  "billing.plan_changed": {
    message: { en: "{actor} changed the plan of {resource}", ar: "غيّر {actor} خطة {resource}" },
    attempt: {
      en: "{actor} tried to change the plan of {resource}",
      ar: "حاول {actor} تغيير خطة {resource}",
    },
  },
  "billing.canceled": {
    message: { en: "{actor} canceled the subscription of {resource}", ar: "ألغى {actor} اشتراك {resource}" },
    attempt: {
      en: "{actor} tried to cancel the subscription of {resource}",
      ar: "حاول {actor} إلغاء اشتراك {resource}",
    },
  },
});
