import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const projectActions = defineAuditActions({
  "project.created": {
    message: { en: "{actor} created the project “{resource}”", ar: "أنشأ {actor} المشروع «{resource}»" },
  },
  "project.renamed": {
    message: { en: "{actor} renamed the project “{resource}”", ar: "غيّر {actor} اسم المشروع «{resource}»" },
    attempt: {
      en: "{actor} tried to rename the project “{resource}”",
      ar: "حاول {actor} تغيير اسم المشروع «{resource}»",
    },
  },
  "project.archived": {
    message: { en: "{actor} archived the project “{resource}”", ar: "أرشف {actor} المشروع «{resource}»" },
    attempt: {
      en: "{actor} tried to archive the project “{resource}”",
      ar: "حاول {actor} أرشفة المشروع «{resource}»",
    },
  },
  "project.restored": {
    message: { en: "{actor} restored the project “{resource}”", ar: "استعاد {actor} المشروع «{resource}»" },
    attempt: {
      en: "{actor} tried to restore the project “{resource}”",
      ar: "حاول {actor} استعادة المشروع «{resource}»",
    },
  },
  "project.transferred": {
    metadata: z.object({ fromName: z.string().nullable(), toName: z.string() }),
    message: {
      en: "{actor} transferred the project “{resource}” to {toName}",
      ar: "نقل {actor} المشروع «{resource}» إلى {toName}",
    },
    attempt: {
      en: "{actor} tried to transfer a project: “{resource}”",
      ar: "حاول {actor} نقل مشروع: «{resource}»",
    },
  },
  "project.deleted": {
    metadata: z.object({
      postCount: z.number(),
      posts: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
    visibleTo: { posts: "admin" },
    message: {
      en: "{actor} deleted the project “{resource}”{postCount, plural, =0 {} one { with its post} other { with its # posts}}",
      ar: "حذف {actor} المشروع «{resource}»{postCount, plural, =0 {} one { مع منشوره الوحيد} two { مع منشوريه} few { مع # منشورات فيه} many { مع # منشورًا فيه} other { مع # منشور فيه}}",
    },
    attempt: {
      en: "{actor} tried to delete the project “{resource}”",
      ar: "حاول {actor} حذف المشروع «{resource}»",
    },
  },
});
