import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const userActions = defineAuditActions({
  "user.created": { message: { en: "{actor} opened an account", ar: "فتح {actor} حسابًا" } },
  "user.renamed": {
    message: { en: "{actor} changed their name to {resource}", ar: "غيّر {actor} اسمه إلى {resource}" },
  },
  "user.deleted": {
    message: { en: "{actor} deleted the account of {resource}", ar: "حذف {actor} حساب {resource}" },
    attempt: {
      en: "{actor} tried to delete the account of {resource}",
      ar: "حاول {actor} حذف حساب {resource}",
    },
  },
  "user.banned": {
    metadata: z.object({ reason: z.string() }),
    message: {
      en: "{actor} banned {resource}: “{reason}”",
      ar: "حظر {actor} المستخدم {resource}: «{reason}»",
    },
    attempt: { en: "{actor} tried to ban {resource}", ar: "حاول {actor} حظر المستخدم {resource}" },
  },
  "user.unbanned": {
    message: { en: "{actor} lifted the ban of {resource}", ar: "رفع {actor} الحظر عن {resource}" },
    attempt: {
      en: "{actor} tried to lift the ban of {resource}",
      ar: "حاول {actor} رفع الحظر عن {resource}",
    },
  },
  "user.list_viewed": {
    message: { en: "{actor} opened the list of users", ar: "فتح {actor} قائمة المستخدمين" },
    attempt: { en: "{actor} tried to open the list of users", ar: "حاول {actor} فتح قائمة المستخدمين" },
  },
  "user.role_changed": {
    message: {
      en: "{actor} changed the platform role of {resource}",
      ar: "غيّر {actor} دور {resource} في المنصة",
    },
    attempt: {
      en: "{actor} tried to change the platform role of {resource}",
      ar: "حاول {actor} تغيير دور {resource} في المنصة",
    },
  },
});
