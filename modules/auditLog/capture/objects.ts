import { types } from "node:util";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** As `Array.isArray`, which throws for a revoked proxy. */
export function isArray(value: unknown): value is unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** An object whose fields are all there is to it: a literal, or one without a prototype. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  try {
    if (!isObject(value)) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
  } catch {
    return false;
  }
}

/** A field of what may be anything; undefined where there is none, or where reading it throws. */
export function read(from: unknown, key: string): unknown {
  try {
    return isObject(from) ? from[key] : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an object has a field of its own; false where it can't be asked. */
export function hasOwn(value: unknown, key: string): boolean {
  try {
    return isObject(value) && Object.hasOwn(value, key);
  } catch {
    return false;
  }
}

/** As `read`, of an object's own fields: what a row inherits, as `__proto__`, is none of its. */
export function readOwn(from: unknown, key: string): unknown {
  return hasOwn(from, key) ? read(from, key) : undefined;
}

/** The names of what may be any object's fields; none where they can't be read. */
export function namesOf(value: unknown): string[] {
  try {
    return isObject(value) ? keysOf(value) : [];
  } catch {
    return [];
  }
}

/**
 * An object's own enumerable string keys. A proxy's are taken as it names them: to be asked about each of
 * a million would run its code as often.
 *
 * @throws what a proxy throws
 */
export function keysOf(value: object): string[] {
  return types.isProxy(value) ? Reflect.ownKeys(value).filter(isString) : Object.keys(value);
}

function isString(key: string | symbol): key is string {
  return typeof key === "string";
}

/** Sets a field of a fresh object, also one named `__proto__`. */
export function setField<Value>(target: Record<string, Value>, key: string, value: Value): void {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The items of a Map or a Set, by the language's own iterators: a subclass may have any. */
export function itemsOf(value: object): Iterable<unknown> | null {
  if (types.isMap(value)) return Map.prototype.entries.call(value);
  if (types.isSet(value)) return Set.prototype.values.call(value);
  return null;
}

/** The instant of a real Date, in milliseconds; NaN for an invalid one, and for what is none. */
export function instantOf(value: unknown): number {
  return types.isDate(value) ? Date.prototype.getTime.call(value) : Number.NaN;
}
