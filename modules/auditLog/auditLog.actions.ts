import type { ActionDefinition } from "./auditLog.types";

/**
 * Declares a module's audit actions. A name is `resource.verb` or `area.resource.verb`, in snake_case;
 * a wrong one stops the start with its name.
 */
export function defineAuditActions<const Actions extends Record<string, ActionDefinition>>(
  actions: Actions,
): Actions {
  for (const name of Object.keys(actions)) {
    if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(name)) {
      throw new Error(`Audit action "${name}" is not named resource.verb, e.g. "post.deleted"`);
    }
  }
  return actions;
}

/** What the log records of itself. */
export const auditLogActions = defineAuditActions({
  "audit_log.viewed": {
    message: { en: "{actor} opened the audit log of {resource}" },
    attempt: { en: "{actor} tried to open the audit log" },
  },
});
