import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditActor, AuditLogInput, Outcome } from "@/modules/auditLog/auditLog.types";

/** An entry as it was logged when there were other actions, and actions had other metadata. */
type EarlierEntry = {
  actor?: AuditActor;
  organizationId: string | null;
  action: string;
  outcome?: Outcome;
  resourceType: string;
  resourceId: string;
  resourceName: string;
  related?: { type: string; id: string }[];
  metadata?: Record<string, string | number>;
  occurredAt: Date;
};

/** The service as that release called it: a log that is years old knows actions that today's types don't. */
export const earlierRelease: { log(entry: AuditLogInput | EarlierEntry): Promise<unknown> } = auditLogService;
