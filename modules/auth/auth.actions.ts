import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

const failedLogin = {
  en: "Somebody failed to sign in as {email}{reason, select, banned { (the account is banned)} other {}}",
};

/** What sign-in and sessions record. */
export const authActions = defineAuditActions({
  "auth.login": { message: { en: "{actor} signed in" } },
  "auth.login.failed": {
    metadata: z.object({
      email: z.string(),
      reason: z.enum(["invalid_credentials", "banned"]),
    }),
    message: failedLogin,
    attempt: failedLogin,
  },
  "auth.logout": { message: { en: "{actor} signed out" } },
  "auth.password_changed": {
    message: { en: "{actor} changed their password" },
    attempt: { en: "{actor} tried to change their password" },
  },
  "auth.impersonation.started": {
    message: { en: "{actor} started to act as {resource}" },
    attempt: { en: "{actor} tried to act as {resource}" },
  },
  "auth.impersonation.stopped": { message: { en: "{actor} stopped acting as {resource}" } },
  "auth.organization_switched": {
    message: { en: "{actor} switched to {resource}" },
    attempt: { en: "{actor} tried to switch to an organization: {resource}" },
  },
});
