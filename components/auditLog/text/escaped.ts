import { hidden } from "@/modules/auditLog/hidden.types";

// Raw JSON is the evidence itself: there, what shapes a letter is written out too.
const hiddenInJson = new RegExp(String.raw`${hidden.source}|[\p{Join_Control}\uFE0F]`, "gu");

/** A value for those who look for evidence: what nobody would see is written as its escape, `\u202e`. */
export function escapeHidden(text: string): string {
  return text.replaceAll(hidden, escapeOf);
}

/** The same for JSON, which stays the same JSON: outside its strings there is nothing to escape. */
export function escapeHiddenInJson(json: string): string {
  return json.replaceAll(hiddenInJson, escapeOf);
}

function escapeOf(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
