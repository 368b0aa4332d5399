import { isDeepStrictEqual } from "node:util";
import type { Changes } from "@/modules/auditLog/auditLog.types";
import { toJson, toWholeJson } from "./json";

/**
 * What an update changed: the fields of `after` whose value differs from `before`'s, or null where
 * none does. Fields that `after` leaves out or undefined are passed over: it may be the update alone.
 */
export function diff<Row extends object>(before: Row, after: Partial<Row>): Changes | null {
  const old = new Map(fieldsOf(before));
  const changed = fieldsOf(after)
    .filter(([, value]) => value !== undefined)
    // As a whole: long texts may be alike up to where they are cut.
    .filter(([field, value]) => !isDeepStrictEqual(toWholeJson(old.get(field)), toWholeJson(value)))
    .map(([field, value]) => [field, { from: toJson(old.get(field)), to: toJson(value) }] as const);
  return changed.length > 0 ? Object.fromEntries(changed) : null;
}

/** A row's fields; none where there is no row, and undefined where a getter throws. */
function fieldsOf(row: object | null | undefined): [string, unknown][] {
  return Object.keys(row ?? {}).map((field) => [field, read(row ?? {}, field)]);
}

function read(row: object, field: string): unknown {
  try {
    const value: unknown = Reflect.get(row, field);
    return value;
  } catch {
    return undefined;
  }
}
