import { z } from "zod";
import type { ActionDefinition } from "./auditLog.types";

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
}
  ? {
      [Kind in keyof Definition & ("redact" | "visibleTo")]: {
        [Path in keyof Definition[Kind]]: Path extends FieldPath<Metadata> | `changes.${string}`
          ? Definition[Kind][Path]
          : never;
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

/** The typed line of a search; none, or an empty one, where everything was asked for. */
const read = { query: z.string().optional() };

/** Messages can tell whether there is a query, but not whether it is empty. */
function withHasQuery<Read extends { query?: string | undefined }>(metadata: Read) {
  return { ...metadata, hasQuery: metadata.query ? "yes" : "no" };
}

const query = "{hasQuery, select, yes {: “{query}”} other {}}";

/** What the log records of itself. */
export const auditLogActions = defineAuditActions({
  "audit_log.viewed": {
    metadata: z.object(read).transform(withHasQuery),
    message: {
      en: `{actor} opened the audit log of {resource}${query}`,
      ar: `فتح {actor} سجل التدقيق الخاص بـ {resource}${query}`,
    },
    attempt: { en: "{actor} tried to open the audit log", ar: "حاول {actor} فتح سجل التدقيق" },
  },
  "audit_log.entry_viewed": {
    message: {
      en: "{actor} opened an entry of the audit log: {resource}",
      ar: "فتح {actor} قيدًا من سجل التدقيق: {resource}",
    },
    attempt: {
      en: "{actor} tried to open an entry of the audit log",
      ar: "حاول {actor} فتح قيد من سجل التدقيق",
    },
  },
  "audit_log.exported": {
    metadata: z.object({ ...read, format: z.string() }).transform(withHasQuery),
    message: {
      en: `{actor} exported the audit log of {resource} as {format}${query}`,
      ar: `صدّر {actor} سجل التدقيق الخاص بـ {resource} بصيغة {format}${query}`,
    },
    attempt: { en: "{actor} tried to export the audit log", ar: "حاول {actor} تصدير سجل التدقيق" },
  },
  "audit_log.imported": {
    metadata: z.object({ name: z.string(), source: z.string() }),
    message: {
      en: "{actor} began to import “{name}” into the audit log",
      ar: "بدأ {actor} استيراد “{name}” إلى سجل التدقيق",
    },
    attempt: {
      en: "{actor} tried to import entries into the audit log",
      ar: "حاول {actor} استيراد قيود إلى سجل التدقيق",
    },
  },
});
