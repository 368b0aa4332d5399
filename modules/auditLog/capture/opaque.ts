import { createHash } from "node:crypto";
import { types } from "node:util";
import { isPlainObject } from "./objects";
import { isSpent, type Walk } from "./walk";

/** The text of what has one in place of fields: URLs, their parameters, patterns. Null for all else. */
export function textOfObject(value: object): string | null {
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (value instanceof URL) return URL.prototype.toString.call(value);
  return value instanceof URLSearchParams ? URLSearchParams.prototype.toString.call(value) : null;
}

export function isBytes(value: object): value is ArrayBufferView | ArrayBufferLike {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);
}

/** How many bytes there are; where values are told apart, by their digest too. */
export function describeBytes(value: ArrayBufferView | ArrayBufferLike, walk: Walk): string {
  const length = Number(value.byteLength);
  if (walk.isStored) return `[${length} bytes]`;
  walk.characters -= length;
  return isSpent(walk) ? "[truncated]" : `[${length} bytes ${digestOf(value)}]`;
}

function digestOf(value: ArrayBufferView | ArrayBufferLike): string {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
  return createHash("sha256").update(bytes).digest("base64url");
}

const numbers = new WeakMap<object, number>();
let numbered = 0;

/**
 * What tells an object of a class from all others where none of its fields can: what it holds is its own.
 * Null for a plain object, which holds nothing then.
 */
export function identityOf(value: object): string | null {
  if (isPlainObject(value)) return null;
  const number = numbers.get(value) ?? ++numbered;
  numbers.set(value, number);
  return `[object ${number}]`;
}
