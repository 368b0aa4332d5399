import type { RedactionRule } from "@/modules/auditLog/auditLog.types";
import { copyUnder, type Json } from "./json";
import { hasOwn, isArray, isPlainObject, namesOf, read, setField } from "./objects";
import { ruleFor, type Policy } from "./redaction/policy";
import { toStoredKey } from "./storedKey";
import { isSpent, storedWalk, type Walk } from "./walk";

/** Changed fields as they are stored, by their names or paths. */
export type StoredChanges = Record<string, { from: Json; to: Json }>;

/** One changed field, what of the walk may still be taken, and what the action's policy says of it. */
export type Change = { from: unknown; to: unknown; walk: Walk; rule?: Policy | RedactionRule | undefined };

/**
 * Changes as they are handed over, whoever made them: copied, bounded and redacted, by the action's
 * policy too. Null where nothing is left of them.
 */
export function toStoredChanges(given: unknown, policy?: Policy): Json {
  if (given === null || given === undefined) return null;
  const walk = storedWalk();
  const fields = isArray(given) ? [] : namesOf(given);
  const changes: StoredChanges = {};
  if (fields.length === 0 && !isPlainObject(given))
    addChange(changes, "value", { from: null, to: given, walk, rule: policy });
  for (const field of fields) {
    const rule = ruleFor(policy, field);
    if (rule === "drop") continue;
    if (isSpent(walk)) {
      markTruncated(changes);
      break;
    }
    const { from, to } = toChange(read(given, field));
    addChange(changes, field, { from, to, walk, rule });
  }
  return Object.keys(changes).length > 0 ? changes : null;
}

/** What is no change is shown as one to it. */
function toChange(value: unknown) {
  const isChange = hasOwn(value, "from") || hasOwn(value, "to");
  return isChange ? { from: read(value, "from"), to: read(value, "to") } : { from: null, to: value };
}

// Around a change in JSON: quotes, brackets, "from" and "to".
const surroundings = 24;

/** Adds a changed field. Under a secret's key, wherever in the path that stands, both sides are gone. */
export function addChange(changes: StoredChanges, field: string, { from, to, walk, rule }: Change): void {
  const key = toStoredKey(field);
  walk.characters -= key.text.length + surroundings;
  const name = Object.hasOwn(changes, key.text) ? `${key.text} (${walk.nodes})` : key.text;
  setField(changes, name, {
    from: copyUnder(key, from, { walk, rule }),
    to: copyUnder(key, to, { walk, rule }),
  });
}

/** Says that there were more. */
export function markTruncated(changes: StoredChanges): void {
  changes["[truncated]"] = { from: "[truncated]", to: "[truncated]" };
}
