import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const userActions = defineAuditActions({
  "user.created": { message: { en: "{actor} opened an account" } },
  "user.renamed": { message: { en: "{actor} changed their name to {resource}" } },
  "user.deleted": {
    message: { en: "{actor} deleted the account of {resource}" },
    attempt: { en: "{actor} tried to delete the account of {resource}" },
  },
  "user.banned": {
    metadata: z.object({ reason: z.string() }),
    message: { en: "{actor} banned {resource}: “{reason}”" },
    attempt: { en: "{actor} tried to ban {resource}" },
  },
  "user.unbanned": {
    message: { en: "{actor} lifted the ban of {resource}" },
    attempt: { en: "{actor} tried to lift the ban of {resource}" },
  },
  "user.list_viewed": {
    message: { en: "{actor} opened the list of users" },
    attempt: { en: "{actor} tried to open the list of users" },
  },
  "user.role_changed": {
    message: { en: "{actor} changed the platform role of {resource}" },
    attempt: { en: "{actor} tried to change the platform role of {resource}" },
  },
});
