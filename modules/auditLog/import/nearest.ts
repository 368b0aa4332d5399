/** The candidate that was probably meant; null where none is near. */
function nearest(name: string, candidates: readonly string[]): string | null {
  const wanted = plain(name);
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, plain(candidate)) }))
    .toSorted((one, other) => one.distance - other.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, wanted.length / 3) ? best.candidate : null;
}

/** The end of a sentence that says that there is nothing of that name: what was probably meant, and what there is. */
export function suggest(name: string, candidates: readonly string[]): string {
  const found = nearest(name, candidates);
  const all = candidates.slice(0, 100).join(", ");
  if (found !== null) return `: did you mean ${found}? There are: ${all}.`;
  return candidates.length === 0 ? "." : `: there are ${all}.`;
}

/** `userId`, `USER_ID` and `user id` are one name. */
function plain(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[\s_-]/g, "");
}

/** Levenshtein's. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 0; i < one.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++) {
      const replaced = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
