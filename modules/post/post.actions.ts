import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const postActions = defineAuditActions({
  "post.created": {
    message: { en: "{actor} created the post “{resource}”", ar: "أنشأ {actor} المنشور «{resource}»" },
    attempt: {
      en: "{actor} tried to create a post in “{resource}”",
      ar: "حاول {actor} إنشاء منشور في «{resource}»",
    },
  },
  "post.updated": {
    message: { en: "{actor} edited the post “{resource}”", ar: "عدّل {actor} المنشور «{resource}»" },
    attempt: {
      en: "{actor} tried to edit the post “{resource}”",
      ar: "حاول {actor} تعديل المنشور «{resource}»",
    },
  },
  "post.published": {
    message: { en: "{actor} published the post “{resource}”", ar: "نشر {actor} المنشور «{resource}»" },
    attempt: {
      en: "{actor} tried to publish the post “{resource}”",
      ar: "حاول {actor} نشر المنشور «{resource}»",
    },
  },
  "post.moved": {
    metadata: z.object({ fromProject: z.string(), toProject: z.string() }),
    message: {
      en: "{actor} moved the post “{resource}” from “{fromProject}” to “{toProject}”",
      ar: "نقل {actor} المنشور «{resource}» من «{fromProject}» إلى «{toProject}»",
    },
    attempt: { en: "{actor} tried to move a post: “{resource}”", ar: "حاول {actor} نقل منشور: «{resource}»" },
  },
  "post.deleted": {
    metadata: z
      .object({ reason: z.string().optional() })
      .transform(({ reason }) => ({ reason, hasReason: reason ? "yes" : "no" })),
    message: {
      en: "{actor} deleted the post “{resource}”{hasReason, select, yes {: “{reason}”} other {}}",
      ar: "حذف {actor} المنشور «{resource}»{hasReason, select, yes {: «{reason}»} other {}}",
    },
    attempt: {
      en: "{actor} tried to delete the post “{resource}”",
      ar: "حاول {actor} حذف المنشور «{resource}»",
    },
  },
});
