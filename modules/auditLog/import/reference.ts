/** One row of the source: its columns or fields. */
export type SourceRecord = Readonly<Record<string, unknown>>;

/** A column, or a path into its JSON. `isSeen`: some row had it. */
export type Reference = { path: string; segments: readonly string[]; isSeen: boolean };

/** Where a field is taken from: one reference as it is, or a text made of several. */
export type Origin =
  | { kind: "value"; reference: Reference }
  | { kind: "text"; parts: readonly (string | Reference)[] };

/** Reads `user.id` or `post/{post_id}`; null where the braces don't close. */
export function parseOrigin(text: string): Origin | null {
  if (!/[{}]/.test(text)) return { kind: "value", reference: referTo(text) };
  const parts = text.split(/(\{[^{}]+\})/).filter((part) => part !== "");
  const parsed = parts.map((part) => (part.startsWith("{") ? referTo(part.slice(1, -1).trim()) : part));
  return parsed.some((part) => typeof part === "string" && /[{}]/.test(part))
    ? null
    : { kind: "text", parts: parsed };
}

function referTo(path: string): Reference {
  return { path, segments: path.split("."), isSeen: false };
}

export function referencesOf(origin: Origin): readonly Reference[] {
  return origin.kind === "value"
    ? [origin.reference]
    : origin.parts.filter((part) => typeof part !== "string");
}

/** What a row has there; undefined where it has nothing, an empty text or null. */
export function resolve(record: SourceRecord, origin: Origin): unknown {
  if (origin.kind === "value") return lookUp(record, origin.reference);
  let text = "";
  for (const part of origin.parts) {
    const found = typeof part === "string" ? part : toText(lookUp(record, part));
    if (found === undefined) return undefined;
    text += found;
  }
  return text;
}

/** A column of that very name goes before a path. */
function lookUp(record: SourceRecord, reference: Reference): unknown {
  const { path, segments } = reference;
  const found =
    segments.length === 1 || Object.hasOwn(record, path) ? own(record, path) : segments.reduce(own, record);
  if (found === undefined) return undefined;
  reference.isSeen = true;
  return found === null || found === "" ? undefined : found;
}

function own(from: unknown, name: string): unknown {
  if (typeof from !== "object" || from === null || !Object.hasOwn(from, name)) return undefined;
  const value: unknown = Reflect.get(from, name);
  return value;
}

/** What has a text of its own; undefined for objects and what is not there. */
export function toText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
