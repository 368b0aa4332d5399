import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const postActions = defineAuditActions({
  "post.created": {
    message: { en: "{actor} created the post “{resource}”" },
    attempt: { en: "{actor} tried to create a post in “{resource}”" },
  },
  "post.updated": {
    message: { en: "{actor} edited the post “{resource}”" },
    attempt: { en: "{actor} tried to edit the post “{resource}”" },
  },
  "post.published": {
    message: { en: "{actor} published the post “{resource}”" },
    attempt: { en: "{actor} tried to publish the post “{resource}”" },
  },
  "post.moved": {
    metadata: z.object({ fromProject: z.string(), toProject: z.string() }),
    message: { en: "{actor} moved the post “{resource}” from “{fromProject}” to “{toProject}”" },
    attempt: { en: "{actor} tried to move a post: “{resource}”" },
  },
  "post.deleted": {
    metadata: z
      .object({ reason: z.string().optional() })
      .transform(({ reason }) => ({ reason, hasReason: reason ? "yes" : "no" })),
    message: {
      en: "{actor} deleted the post “{resource}”{hasReason, select, yes {: “{reason}”} other {}}",
    },
    attempt: { en: "{actor} tried to delete the post “{resource}”" },
  },
});
