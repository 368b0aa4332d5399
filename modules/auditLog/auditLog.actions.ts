import type { z } from "zod";
import type { ActionDefinition, RedactionRule } from "./auditLog.types";

/** The dotted paths of an object's fields; lists are passed through to their items. */
type FieldPath<Value> = Value extends readonly (infer Item)[]
  ? FieldPath<Item>
  : Value extends Date
    ? never
    : Value extends object
      ? {
          [Key in keyof Value & string]-?: Key | `${Key}.${FieldPath<NonNullable<Value[Key]>>}`;
        }[keyof Value & string]
      : never;

/** A policy may name what the action's metadata has, and changed fields; without a schema anything. */
type WithKnownFields<Definition> = Definition extends {
  metadata: z.ZodType<unknown, infer Metadata>;
  redact: infer Rules;
}
  ? {
      redact: {
        [Path in keyof Rules]: Path extends FieldPath<Metadata> | `changes.${string}` ? RedactionRule : never;
      };
    }
  : unknown;

/**
 * Declares a module's audit actions. A name is `resource.verb` or `area.resource.verb`, in snake_case;
 * a wrong one stops the start with its name.
 */
export function defineAuditActions<const Actions extends Record<string, ActionDefinition>>(
  actions: Actions & { [Name in keyof Actions]: WithKnownFields<Actions[Name]> },
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
