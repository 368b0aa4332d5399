import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

export const projectActions = defineAuditActions({
  "project.created": { message: { en: "{actor} created the project “{resource}”" } },
  "project.renamed": {
    message: { en: "{actor} renamed the project “{resource}”" },
    attempt: { en: "{actor} tried to rename the project “{resource}”" },
  },
  "project.archived": {
    message: { en: "{actor} archived the project “{resource}”" },
    attempt: { en: "{actor} tried to archive the project “{resource}”" },
  },
  "project.restored": {
    message: { en: "{actor} restored the project “{resource}”" },
    attempt: { en: "{actor} tried to restore the project “{resource}”" },
  },
  "project.transferred": {
    metadata: z.object({ fromName: z.string().nullable(), toName: z.string() }),
    message: { en: "{actor} transferred the project “{resource}” to {toName}" },
    attempt: { en: "{actor} tried to transfer a project: “{resource}”" },
  },
  "project.deleted": {
    metadata: z.object({
      postCount: z.number(),
      posts: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
    message: {
      en: "{actor} deleted the project “{resource}”{postCount, plural, =0 {} one { with its post} other { with its # posts}}",
    },
    attempt: { en: "{actor} tried to delete the project “{resource}”" },
  },
});
