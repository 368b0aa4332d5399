import { types } from "node:util";
import type { RedactionRule } from "@/modules/auditLog/auditLog.types";
import { hasOwn, instantOf, isArray, itemsOf, keysOf, read, setField } from "./objects";
import { describeBytes, identityOf, isBytes, textOfObject } from "./opaque";
import { isList, keyOfPair, ruleOfPair } from "./pairs";
import { isCardNumber } from "./redaction/cards";
import { mark } from "./redaction/mark";
import { applyRule, ruleFor, type Policy } from "./redaction/policy";
import { toStoredKey, type StoredKey } from "./storedKey";
import { storable, toText } from "./text";
import { isSpent, spendText, type Walk } from "./walk";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

type Rule = Policy | RedactionRule | undefined;

/**
 * A copy of any JavaScript value that `jsonb` can hold. What JSON has no word for is written as its
 * nearest text (BigInt, Date, Map, Set, Error); what is too deep, too much, unreadable or circular
 * leaves a mark in its place, and so do secrets. Never throws, and never changes the value; of the
 * value's own code only getters and proxies' traps are run.
 */
export function copyJson(value: unknown, walk: Walk, rule?: Rule): Json {
  if (isSpent(walk)) return "[truncated]";
  walk.nodes--;
  if (typeof value === "string") {
    walk.characters -= 4;
    return typeof rule === "string" ? copyByRule(value, walk, rule) : copyText(value, walk);
  }
  walk.characters -= 24;
  if (typeof rule === "string" && !isArray(value)) return copyByRule(value, walk, rule);
  if (typeof value === "object") return value === null ? null : copyObject(value, walk, rule);
  return copyScalar(value, walk);
}

function copyText(text: string, walk: Walk): string {
  if (!walk.isStored) return text;
  return spendText(toText(text, Math.min(walk.limits.text, Math.max(walk.characters, 1))), walk);
}

function copyScalar(value: unknown, walk: Walk): Json {
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) return String(value);
      // JSON has one zero. And thirteen digits are the shortest card number.
      if (value === 0) return 0;
      return value >= 1e12 && walk.isStored && isCardNumber(String(value)) ? mark : value;
    case "bigint":
      return copyText(String(value), walk);
    case "undefined":
      return null;
    default:
      return value === unreadable ? "[unreadable]" : `[${typeof value}]`;
  }
}

function copyByRule(value: unknown, walk: Walk, rule: RedactionRule): Json {
  if (rule === "drop") return null;
  try {
    // No more than its end or its hash, in which a pattern would see secrets by chance.
    const text = applyRule(rule, value);
    return text === null ? null : spendText(storable(text), walk);
  } catch {
    return mark;
  }
}

function copyObject(value: object, walk: Walk, rule: Rule): Json {
  if (walk.parents.includes(value)) return "[circular]";
  if (walk.parents.length >= walk.limits.depth) return "[truncated]";
  walk.parents.push(value);
  try {
    return copyContents(value, walk, rule);
  } catch {
    return "[unreadable]";
  } finally {
    walk.parents.pop();
  }
}

function copyContents(value: object, walk: Walk, rule: Rule): Json {
  if (Array.isArray(value)) return copyArray(value, walk, rule);
  if (Object.getPrototypeOf(value) === Object.prototype) return copyFields(value, walk, rule);
  if (types.isDate(value)) return copyDate(value);
  if (types.isNativeError(value) || value instanceof Error)
    return copyFields(describeError(value), walk, rule);
  if (isBytes(value)) return describeBytes(value, walk);
  if (types.isBoxedPrimitive(value)) return copyJson(unbox(value), walk, rule);
  const text = textOfObject(value);
  if (text !== null) return copyText(text, walk);
  const items = itemsOf(value);
  return items ? copyItems(items, walk, rule) : copyFields(value, walk, rule);
}

function copyDate(value: Date): Json {
  const instant = instantOf(value);
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}

/** Without its stack. A failed query's message goes on with the query's parameters. */
function describeError(error: object): object {
  const message = read(error, "message");
  const told = typeof message === "string" ? message.replace(/\nparams: [^]*/, `\nparams: ${mark}`) : message;
  return { name: read(error, "name"), message: told };
}

function unbox(value: object): unknown {
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  return types.isBigIntObject(value) ? BigInt.prototype.valueOf.call(value) : Symbol("boxed");
}

// By index: an array's iterator may be its own, and its length four billion.
function copyArray(value: readonly unknown[], walk: Walk, rule: Rule): Json {
  const key = walk.isStored && isList(walk.parents.at(-2)) ? keyOfPair(value) : null;
  const copied: Json[] = [];
  const { length } = value;
  for (let at = 0; at < length; at++) {
    if (isSpent(walk)) return [...copied, "[truncated]"];
    const item = readField(value, at);
    if (key !== null && at === 1)
      copied.push(copyUnder(toStoredKey(key), item, { walk, rule: ruleOfPair(rule, key) }));
    else addItem(copied, item, { walk, rule });
  }
  return copied;
}

function copyItems(items: Iterable<unknown>, walk: Walk, rule: Rule): Json {
  const copied: Json[] = [];
  for (const item of items) {
    if (isSpent(walk)) return [...copied, "[truncated]"];
    addItem(copied, item, { walk, rule });
  }
  return copied;
}

/** Adds a list's item, unless it is a pair whose field is dropped. */
function addItem(copied: Json[], item: unknown, { walk, rule }: { walk: Walk; rule: Rule }): void {
  const key = typeof rule === "object" ? keyOfPair(item) : null;
  // A list may have four billion of them.
  if (key !== null && ruleOfPair(rule, key) === "drop") walk.nodes--;
  else copied.push(copyJson(item, walk, rule));
}

function copyFields(value: object, walk: Walk, rule: Rule): Json {
  if (walk.keys <= 0) return "[truncated]";
  const copied: JsonObject = {};
  const keys = keysOf(value);
  walk.keys -= keys.length;
  if (keys.length === 0 && !walk.isStored) return identityOf(value) ?? copied;
  for (const name of keys) {
    if (isSpent(walk)) {
      copied["[truncated]"] = true;
      break;
    }
    const key = toStoredKey(name);
    const fieldRule = typeof rule === "object" ? ruleFor(rule, name) : undefined;
    if (fieldRule === "drop") continue;
    walk.characters -= key.text.length;
    const named = key.kind === "value" && isNamingSecret(value) ? secretKey : key;
    const field = copyUnder(named, readField(value, name), { walk, rule: fieldRule });
    // Keys that were cut or redacted may be alike then; none takes another's place.
    setField(copied, Object.hasOwn(copied, key.text) ? `${key.text} (${walk.nodes})` : key.text, field);
  }
  return copied;
}

/** Copies a value by what its key says, unless the action's policy says it: gone under a secret's key. */
export function copyUnder(
  key: Pick<StoredKey, "kind">,
  value: unknown,
  { walk, rule }: { walk: Walk; rule?: Rule },
): Json {
  if (key.kind !== "secret" || typeof rule === "string" || !walk.isStored) return copyJson(value, walk, rule);
  walk.nodes--;
  walk.characters -= 24;
  return value === null || value === undefined ? null : mark;
}

const secretKey = { kind: "secret" } as const;

const namingFields = ["name", "key", "field", "header"].flatMap((name) => [
  name,
  name.toUpperCase(),
  name.slice(0, 1).toUpperCase() + name.slice(1),
]);

/** `{ name: "password", value: "…" }` says in one field what the other is; so does a JSON Patch (RFC 6902). */
export function isNamingSecret(value: object): boolean {
  const isNamed = namingFields.some((naming) => isSecretText(read(value, naming)));
  return isNamed || (hasOwn(value, "value") && isSecretText(read(value, "path")));
}

function isSecretText(name: unknown): boolean {
  return typeof name === "string" && toStoredKey(name).kind === "secret";
}

const unreadable = Symbol("unreadable");

function readField(value: object, key: string | number): unknown {
  try {
    const field: unknown = Reflect.get(value, key);
    return field;
  } catch {
    return unreadable;
  }
}
