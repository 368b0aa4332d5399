import { escapeHidden } from "@/components/auditLog/text/escaped";

/** A JSON value as it can be read: within bounds, and without what hides. `left` counts what is left out. */
export type Outline =
  | { kind: "nothing" | "empty text" | "too deep" }
  | { kind: "scalar"; text: string }
  | { kind: "text"; text: string; left: number }
  | { kind: "list"; items: Outline[]; left: number }
  | { kind: "fields"; fields: OutlinedField[]; left: number };

export type OutlinedField = { name: string; value: Outline };

// What the log stores of one value is smaller (modules/auditLog/capture/walk.ts), but another writer's row
// may hold anything that jsonb takes.
const deepest = 10;
const longestText = 2_000;
const mostNodes = 3_000;

/** How much may still be outlined, and how deep this is. */
type Place = { room: { nodes: number }; depth: number };

export function toOutline(value: unknown, place: Place = { room: { nodes: mostNodes }, depth: 0 }): Outline {
  place.room.nodes--;
  if (value === null || value === undefined) return { kind: "nothing" };
  if (typeof value === "string") return outlineText(value);
  if (typeof value !== "object") return { kind: "scalar", text: JSON.stringify(value) };
  if (place.depth >= deepest) return { kind: "too deep" };
  const below = { ...place, depth: place.depth + 1 };
  return Array.isArray(value) ? outlineList(value, below) : outlineFields(value, below);
}

function outlineText(value: string): Outline {
  if (value === "") return { kind: "empty text" };
  const text = escapeHidden(value.slice(0, longestText));
  return { kind: "text", text, left: Math.max(value.length - longestText, 0) };
}

function outlineList(list: readonly unknown[], place: Place): Outline {
  const items: Outline[] = [];
  for (const item of list) {
    if (place.room.nodes <= 0) break;
    items.push(toOutline(item, place));
  }
  return { kind: "list", items, left: list.length - items.length };
}

function outlineFields(value: object, place: Place): Outline {
  const entries = Object.entries(value);
  const fields: OutlinedField[] = [];
  for (const [name, part] of entries) {
    if (place.room.nodes <= 0) break;
    fields.push({ name: escapeHidden(name), value: toOutline(part, place) });
  }
  return { kind: "fields", fields, left: entries.length - fields.length };
}
