import { IntlMessageFormat } from "intl-messageformat";
import { auditActions } from "@/auditActions";
import type { ActionDefinition, AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { withoutDirectionMarks } from "./labels";

/** Text, or the place where the actor or the resource stands in it. */
export type SentencePart = string | { slot: "actor" | "resource" };

type Argument = string | number | boolean | { slot: "actor" | "resource" };

const definitions = new Map<string, ActionDefinition>(Object.entries(auditActions));

const generic = {
  success: "{actor}: {action} (“{resource}”)",
  attempt: "{actor} tried: {action} (“{resource}”)",
};

/**
 * What an entry says, from its action's message. An action that is no longer known, metadata of another
 * version and a message that can't be formatted are all told in general words: never an error.
 */
export function toSentence(entry: AuditLogEntry, locale = "en"): SentencePart[] {
  const definition = definitions.get(entry.action);
  const message = definition && messageFor(entry, definition, locale);
  const sentence = message ? format(message, argumentsOf(entry, definition), locale) : null;
  return sentence ?? toGenericSentence(entry, locale);
}

function messageFor({ outcome }: AuditLogEntry, { message, attempt }: ActionDefinition, locale: string) {
  const messages = outcome === "success" ? message : attempt;
  return messages?.[locale] ?? messages?.en;
}

function toGenericSentence(entry: AuditLogEntry, locale: string): SentencePart[] {
  const message = entry.outcome === "success" ? generic.success : generic.attempt;
  const action = entry.action.replaceAll(/[._]/g, " ");
  return format(message, { action }, locale) ?? [action];
}

/** The metadata that the message may name: what the action's schema makes of it, or its plain values. */
function argumentsOf(entry: AuditLogEntry, definition: ActionDefinition): Record<string, Argument> {
  const parsed = entry.outcome === "success" ? definition.metadata?.safeParse(entry.metadata) : undefined;
  if (parsed && !parsed.success) return {};
  return Object.fromEntries(Object.entries(parsed?.data ?? entry.metadata).flatMap(toArgument));
}

function toArgument([name, value]: [string, unknown]): [string, Argument][] {
  if (typeof value === "string") return [[name, withoutDirectionMarks(value)]];
  return typeof value === "number" || typeof value === "boolean" ? [[name, value]] : [];
}

/** Null where the message names what isn't there. */
function format(message: string, values: Record<string, Argument>, locale: string): SentencePart[] | null {
  try {
    const parts = formatterOf(message, locale).formatToParts<Argument>({
      ...values,
      actor: { slot: "actor" },
      resource: { slot: "resource" },
    });
    return parts.map(({ value }) => (typeof value === "object" ? value : String(value)));
  } catch {
    return null;
  }
}

const formatters = new Map<string, IntlMessageFormat>();

/** Messages are the application's own, few and fixed: each is parsed once. */
function formatterOf(message: string, locale: string): IntlMessageFormat {
  const key = `${locale}\0${message}`;
  const formatter =
    formatters.get(key) ?? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
  formatters.set(key, formatter);
  return formatter;
}
