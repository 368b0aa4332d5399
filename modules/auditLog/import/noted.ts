import { hash } from "node:crypto";
import { z } from "zod";
import { ImportError, type ImportMapping, type ImportRequest, type MappedField } from "./import.types";
import type { RowSource } from "./source";

const texts = z.array(z.string());
const notedSchema = z.strictObject({
  source: z.string(),
  key: texts,
  action: texts,
  at: texts,
  organization: texts,
  timeZone: texts,
  mapping: z.string(),
  hasEntries: z.boolean(),
});

/**
 * What an import is one of, as it is noted with how far it came. `action`, `at`, `organization` and `timeZone` say where
 * each comes from, the later where the earlier is missing. `mapping` is a hash of it: what is set may be anything.
 * `hasEntries`: earlier beginnings brought something into the log.
 */
export type Noted = z.infer<typeof notedSchema>;

export function noteOf(request: ImportRequest, { key }: RowSource, source: string): Noted {
  const { mapping, organizationId, timeZone } = request;
  const otherwise = organizationId === undefined ? [] : [`organization ${organizationId ?? "platform"}`];
  return {
    source,
    key: [...key],
    action: originsOf(mapping, "action"),
    // Lines of our own export have ids of their own.
    at: mapping ? originsOf(mapping, "at") : ["export"],
    organization: [...originsOf(mapping, "organization"), ...otherwise],
    timeZone: timeZone === undefined ? [] : [timeZone],
    mapping: hash("sha256", canonical(mapping ?? null), "base64url"),
    hasEntries: false,
  };
}

function originsOf({ map, set, rename }: ImportMapping = {}, field: MappedField): string[] {
  const [mapped = [], fixed, words] = [map?.[field], set?.[field], rename?.[field]];
  return [
    ...(words ? [`rename ${canonical(words)}`] : []),
    ...(typeof mapped === "string" ? [mapped] : mapped),
    ...(fixed === undefined ? [] : [`set ${fixed}`]),
  ];
}

/** The same for objects whose fields stand in another order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** Null: another release wrote it. */
export function readNote(text: string): Noted | null {
  try {
    return notedSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * By the time and the organization an entry is known again: what is in the log would come in once more. What is only added
 * behind changes no row that was stored.
 *
 * @throws ImportError
 */
export function requireSame(name: string, before: Noted | null, now: Noted): void {
  if (before?.source !== now.source)
    throw new ImportError(
      `The import "${name}" has been one of ${before?.source ?? "another release"} so far, and this is ` +
        `${now.source}: give this one another --name.`,
    );
  if (before.key.join("\0") !== now.key.join("\0"))
    throw new ImportError(
      `The import "${name}" was read in the order of ${before.key.join(", ")} so far: give that as ` +
        `--key ${before.key.join(",")}.`,
    );
  for (const [part, option] of parts) {
    if (before[part].every((text, at) => now[part][at] === text)) continue;
    throw new ImportError(
      `The import "${name}" had another ${option} so far, and what is in the log would come in once more by this one. ` +
        "Give what it had, before anything that is new; or give this one another --name, and no row of those before.",
    );
  }
}

const parts = [
  ["at", "mapping of at"],
  ["organization", "organization, or mapping of it,"],
  ["timeZone", "--time-zone"],
] as const;

/** Whether two imports would make the same entries of the same rows, each under ids of its own. */
export function isSameImport(one: Noted, other: Noted): boolean {
  const told = ({ source, action, at, organization, timeZone }: Noted) =>
    JSON.stringify([source, action, at, organization, timeZone]);
  return told(one) === told(other);
}
