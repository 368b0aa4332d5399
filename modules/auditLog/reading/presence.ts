import type { Presence } from "./branch.repo";
import { hasAny } from "./pages.repo";

const known = new Set<string>();

/**
 * Whether there can be entries of a kind. What there was once stays true, so that it is asked only until then: a page
 * of what most lists have nothing of would take as long as the list's own.
 */
export async function isPresent(presence: Presence | undefined): Promise<boolean> {
  if (presence === undefined || isKnown(presence)) return true;
  const found = await hasAny(presence);
  if (found) note(presence);
  return found;
}

/** Whether this process has seen one. */
export function isKnown(presence: Presence): boolean {
  return known.has(nameOf(presence));
}

export function note(presence: Presence): void {
  known.add(nameOf(presence));
}

function nameOf({ kind, value }: Presence): string {
  return JSON.stringify([kind, value]);
}
