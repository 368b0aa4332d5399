import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

type Viewed = { resourceType: "audit_log" | "user"; resourceId: string; resourceName: string };

/** Who reads the log is in the log: once each time it is opened, not for every older page. */
export async function recordView(actor: Actor, { cursor, ...viewed }: Viewed & { cursor: string | null }) {
  if (cursor === null) await auditLogService.log({ actor, action: "audit_log.viewed", ...viewed });
}
