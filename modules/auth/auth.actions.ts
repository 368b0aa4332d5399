import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

const failedLogin = {
  en: "Somebody failed to sign in as {email}{reason, select, banned { (the account is banned)} other {}}",
  ar: "أخفق شخص ما في تسجيل الدخول باسم {email}{reason, select, banned { (الحساب محظور)} other {}}",
};

/** What sign-in and sessions record. */
export const authActions = defineAuditActions({
  "auth.login": { message: { en: "{actor} signed in", ar: "سجّل {actor} الدخول" } },
  "auth.login.failed": {
    metadata: z.object({
      email: z.string(),
      reason: z.enum(["invalid_credentials", "banned"]),
    }),
    message: failedLogin,
    attempt: failedLogin,
  },
  "auth.logout": { message: { en: "{actor} signed out", ar: "سجّل {actor} الخروج" } },
  "auth.password_changed": {
    message: { en: "{actor} changed their password", ar: "غيّر {actor} كلمة المرور" },
    attempt: { en: "{actor} tried to change their password", ar: "حاول {actor} تغيير كلمة المرور" },
  },
  "auth.impersonation.started": {
    message: { en: "{actor} started to act as {resource}", ar: "بدأ {actor} التصرف باسم {resource}" },
    attempt: { en: "{actor} tried to act as {resource}", ar: "حاول {actor} التصرف باسم {resource}" },
  },
  "auth.impersonation.stopped": {
    message: { en: "{actor} stopped acting as {resource}", ar: "توقف {actor} عن التصرف باسم {resource}" },
  },
  "auth.organization_switched": {
    message: { en: "{actor} switched to {resource}", ar: "انتقل {actor} إلى {resource}" },
    attempt: {
      en: "{actor} tried to switch to an organization: {resource}",
      ar: "حاول {actor} الانتقال إلى مؤسسة: {resource}",
    },
  },
});
