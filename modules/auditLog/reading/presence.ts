import type { Presence } from "./branch.repo";
import { hasAny } from "./pages.repo";

const known = new Set<string>();

/**
 * Whether there can be entries of a kind. What there was once stays true, so that it is asked only until then: a page
 * of what most lists have nothing of would take as long as the list's own.
 */
export async function isPresent(presence: Presence | undefined): Promise<boolean> {
  if (presence === undefined) return true;
  const key = JSON.stringify([presence.kind, presence.value]);
  if (known.has(key)) return true;
  const found = await hasAny(presence);
  if (found) known.add(key);
  return found;
}
