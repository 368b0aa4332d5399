import { auditActions } from "@/auditActions";
import type { ActionDefinition, AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { formatsOf } from "./formats";
import type { Spoken } from "./text/catalogs";
import { formatParts, Value } from "./text/message";
import { toVisible } from "./text/visible";

/** The place where the actor or the resource stands in a sentence. */
export type Slot = { slot: "actor" | "resource" };

export type SentencePart = string | Value | Slot;

export type Sentence = {
  parts: SentencePart[];
  /** The language it is in: an action's message may be missing in the one that was asked for. */
  language: string;
  /** Whether it is told in general words, for want of a message that fits. */
  isGeneral: boolean;
  /** Metadata that the action, as it is today, has nothing to say of: to be shown as it is. */
  rest: Record<string, unknown>;
};

type Language = Pick<Spoken, "language" | "text">;
type Told = Pick<Sentence, "parts" | "language">;
type Arguments = Record<string, string | number | boolean | Value>;

const definitions = new Map<string, ActionDefinition>(Object.entries(auditActions));
const slots: Record<Slot["slot"], Slot> = { actor: { slot: "actor" }, resource: { slot: "resource" } };

/**
 * What an entry says, from its action's message. An action that is no longer known, metadata of another
 * version and a message that can't be formatted are all told in general words: never an error.
 */
export function toSentence(entry: AuditLogEntry, spoken: Language = formatsOf()): Sentence {
  const definition = definitions.get(entry.action);
  const metadata = read(entry, definition);
  const told = definition && tell({ entry, definition, metadata: metadata ?? {} }, spoken.language);
  const isSaid = told && (metadata !== null || entry.outcome !== "success");
  return {
    ...(told ?? tellGenerally(entry, spoken)),
    isGeneral: !told,
    rest: isSaid ? {} : entry.metadata,
  };
}

/** The metadata as its action's schema makes of it; null where it is of another version, or of no action's. */
function read(
  { outcome, metadata }: AuditLogEntry,
  definition: ActionDefinition | undefined,
): Record<string, unknown> | null {
  if (outcome !== "success") return metadata;
  if (!definition) return null;
  const { metadata: schema, visibleTo = {} } = definition;
  if (!schema) return Object.keys(metadata).length === 0 ? metadata : null;
  const parsed = schema.safeParse(metadata);
  if (parsed.success) return parsed.data;
  const isReserved = parsed.error.issues.every(({ path }) => Object.hasOwn(visibleTo, path.join(".")));
  return isReserved ? metadata : null;
}

type Telling = {
  entry: AuditLogEntry;
  definition: ActionDefinition;
  metadata: Record<string, unknown>;
};

function tell({ entry, definition, metadata }: Telling, preferred: string): Told | null {
  const messages = entry.outcome === "success" ? definition.message : definition.attempt;
  const language = messages?.[preferred] === undefined ? "en" : preferred;
  const message = messages?.[language];
  const parts = message && format(message, { language, values: toArguments(metadata) });
  return parts ? { parts, language } : null;
}

function tellGenerally(entry: AuditLogEntry, { language, text }: Language): Told {
  const action = new Value(toVisible(entry.action.replaceAll(/[._]/g, " ")));
  const message = entry.outcome === "success" ? text.general : text.generalAttempt;
  return { parts: format(message, { language, values: { action } }) ?? [action], language };
}

/** What a message may name: plain values. */
function toArguments(metadata: Record<string, unknown>): Arguments {
  return Object.fromEntries(Object.entries(metadata).flatMap(toArgument));
}

function toArgument([name, value]: [string, unknown]): [string, Arguments[string]][] {
  if (typeof value === "string") return [[name, new Value(toVisible(value))]];
  return typeof value === "number" || typeof value === "boolean" ? [[name, value]] : [];
}

function format(message: string, { language, values }: { language: string; values: Arguments }) {
  return formatParts<Value | Slot>(message, { language, values: { ...values, ...slots } });
}
