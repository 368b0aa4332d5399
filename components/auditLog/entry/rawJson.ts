import { escapeHiddenInJson } from "@/components/auditLog/text/escaped";

// Indented, a value takes room by the square of its depth.
const deepestIndented = 40;

/** A value as JSON to read; null where it is nested deeper than JSON can be written. */
export function toRawJson(value: unknown): string | null {
  try {
    const json = JSON.stringify(value, null, isDeeperThan(value, deepestIndented) ? 0 : 2);
    return escapeHiddenInJson(json);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isDeeperThan(value: unknown, depth: number): boolean {
  let level = [value];
  for (let at = 0; at <= depth && level.length > 0; at++) level = level.flatMap(partsOf);
  return level.length > 0;
}

function partsOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}
