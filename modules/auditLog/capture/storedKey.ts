import { kindOfKey, type KeyKind } from "./redaction/keys";
import { toText } from "./text";

const keyLimit = 256;

/** A key as it is stored, and what it says of its value. */
export type StoredKey = { text: string; kind: KeyKind };

// Keys are few and come again with every entry; those that do not are data, and are not kept.
const known = new Map<string, StoredKey>();
const knownLimit = 1_000;

export function toStoredKey(key: string): StoredKey {
  const found = known.get(key);
  if (found) return found;
  const made = { text: toText(key, keyLimit), kind: kindOfKey(key) };
  if (key.length > 100) return made;
  if (known.size >= knownLimit) known.clear();
  known.set(key, made);
  return made;
}
