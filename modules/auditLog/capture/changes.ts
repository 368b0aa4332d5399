import { isDeepStrictEqual } from "node:util";
import type { Changes } from "@/modules/auditLog/auditLog.types";
import { copyJson, isNamingSecret } from "./json";
import { isPlainObject, namesOf, readOwn } from "./objects";
import { addChange, markTruncated, type StoredChanges } from "./storedChanges";
import { isSpent, storedWalk, wholeWalk, type Walk } from "./walk";

/** The changes so far, and what copying and comparing may still take. */
type Search = { changes: StoredChanges; kept: Walk; compared: Walk };
type Pair = { from: unknown; to: unknown; depth: number };

const deepestPath = 8;
// More are no row's fields, but data.
const mostNames = 1_000;

/**
 * What an update changed: the fields of `after` whose value differs from `before`'s, or null where
 * none does. Fields that `after` leaves out or undefined are passed over: it may be the update alone.
 * Objects are told by their fields, `"address.city"`; lists and all else as whole values. Values are
 * compared before secrets are taken out of them: two passwords differ.
 */
export function diff<Row extends object>(before: Row, after: Partial<Row>): Changes | null {
  const search: Search = { changes: {}, kept: storedWalk(), compared: wholeWalk() };
  const fields = namesOf(after).filter((field) => readOwn(after, field) !== undefined);
  // Beside a name with a dot a path could be mistaken for it: then there are none.
  const depth = [...fields, ...namesOf(before)].some(isDotted) ? deepestPath : 1;
  for (const field of fields)
    compare(search, field, { from: readOwn(before, field), to: readOwn(after, field), depth });
  return Object.keys(search.changes).length > 0 ? search.changes : null;
}

const isDotted = (name: string): boolean => name.includes(".");

function compare(search: Search, path: string, { from, to, depth }: Pair): void {
  search.compared.nodes--;
  if (Object.is(from, to)) return;
  const names = depth < deepestPath ? namesInside(from, to, search.compared) : null;
  if (names === null) return compareWhole(search, path, { from, to });
  for (const name of names) {
    if (isSpent(search.kept) || isSpent(search.compared)) return markTruncated(search.changes);
    compare(search, `${path}.${name}`, {
      from: readOwn(from, name),
      to: readOwn(to, name),
      depth: depth + 1,
    });
  }
}

/** The fields of two plain objects; null where the two are better told as wholes. */
function namesInside(from: unknown, to: unknown, walk: Walk): string[] | null {
  if (!isPlainObject(from) || !isPlainObject(to) || isNamingSecret(from) || isNamingSecret(to)) return null;
  if (walk.keys <= 0) return null;
  const names = [...namesOf(from), ...namesOf(to)];
  walk.keys -= names.length;
  return names.length > mostNames || names.some(isDotted) ? null : [...new Set(names)];
}

function compareWhole(
  { changes, kept, compared }: Search,
  path: string,
  { from, to }: Omit<Pair, "depth">,
): void {
  if (isSame(from, to, compared)) return;
  if (isSpent(kept)) markTruncated(changes);
  else addChange(changes, path, { from, to, walk: kept });
}

/** By what they are as JSON: one instant is the same as a date and as text. */
function isSame(from: unknown, to: unknown, walk: Walk): boolean {
  if (typeof from === "string" && typeof to === "string") return from === to;
  return isDeepStrictEqual(copyJson(from, walk), copyJson(to, walk)) && !isSpent(walk) && walk.keys > 0;
}
