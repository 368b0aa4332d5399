import { toText } from "./text";

const stored = { depth: 8, nodes: 2_000, text: 8_000, key: 256, characters: 256_000 };
const whole = { depth: 100, nodes: 1e6, text: 1e8, key: 1e6, characters: 1e8 };

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

type Limits = typeof stored;

/**
 * A copy of any JavaScript value that `jsonb` can hold. What JSON has no word for is written as its
 * nearest text (BigInt, Date, Map, Set, Error); what is too deep, too much, unreadable or circular
 * leaves a mark in its place. Never throws, and never changes the value.
 */
export function toJson(value: unknown): Json {
  return copy(value, start(stored));
}

/** The same without the bounds of what is stored: for telling values apart, not for keeping. */
export function toWholeJson(value: unknown): Json {
  return copy(value, start(whole));
}

type Walk = { limits: Limits; nodes: number; characters: number; parents: object[] };

function start(limits: Limits): Walk {
  return { limits, nodes: limits.nodes, characters: limits.characters, parents: [] };
}

function isSpent({ nodes, characters }: Walk): boolean {
  return nodes <= 0 || characters <= 0;
}

function copyText(text: string, walk: Walk, limit = walk.limits.text): string {
  const copied = toText(text, Math.min(limit, Math.max(walk.characters, 1)));
  walk.characters -= copied.length;
  return copied;
}

function copy(value: unknown, walk: Walk): Json {
  if (isSpent(walk)) return "[truncated]";
  walk.nodes--;
  switch (typeof value) {
    case "string":
      return copyText(value, walk);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "bigint":
      return copyText(String(value), walk);
    case "object":
      return value === null ? null : copyObject(value, walk);
    default:
      return value === undefined ? null : `[${typeof value}]`;
  }
}

function copyObject(value: object, walk: Walk): Json {
  if (walk.parents.includes(value)) return "[circular]";
  if (walk.parents.length >= walk.limits.depth) return "[truncated]";
  walk.parents.push(value);
  try {
    return copyContents(value, walk);
  } catch {
    return "[unreadable]";
  } finally {
    walk.parents.pop();
  }
}

function copyContents(value: object, walk: Walk): Json {
  if (value instanceof Date)
    return Number.isNaN(Number(value)) ? null : new Date(Number(value)).toISOString();
  if (value instanceof Error) return copyKeys({ name: value.name, message: value.message }, walk);
  if (value instanceof Map || value instanceof Set) return copyItems(value, walk);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return Array.isArray(value) ? copyItems(value, walk) : copyKeys(value, walk);
}

function copyItems(items: Iterable<unknown>, walk: Walk): Json[] {
  const copied: Json[] = [];
  for (const item of items) {
    copied.push(copy(item, walk));
    if (copied.at(-1) === "[truncated]" && isSpent(walk)) break;
  }
  return copied;
}

function copyKeys(value: object, walk: Walk): Json {
  const copied: [string, Json][] = [];
  for (const key of Object.keys(value)) {
    if (isSpent(walk)) {
      copied.push(["[truncated]", true]);
      break;
    }
    copied.push([copyText(key, walk, walk.limits.key), readKey(value, key, walk)]);
  }
  // Through entries, so that a key named __proto__ becomes a plain property.
  return Object.fromEntries(copied);
}

function readKey(value: object, key: string, walk: Walk): Json {
  try {
    return copy(Reflect.get(value, key), walk);
  } catch {
    return "[unreadable]";
  }
}
