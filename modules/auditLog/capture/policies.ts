import { auditActions } from "@/auditActions";
import type { ActionDefinition } from "@/modules/auditLog/auditLog.types";
import { toPolicies, type Policies } from "./redaction/policy";

const definitions: [string, ActionDefinition][] = Object.entries(auditActions);
const policies = new Map(
  definitions.flatMap(([action, { redact }]) => (redact ? [[action, toPolicies(redact)] as const] : [])),
);

/** What the application's registry says of an action's fields. Read where entries are made, so that no script can forget it. */
export function policyOf(action: string): Policies | undefined {
  return policies.get(action);
}
