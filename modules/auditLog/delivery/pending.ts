import type { StoredEntry } from "@/modules/auditLog/auditLog.types";

/** Entries under way: handed over, and neither stored nor on disk nor reported yet. */
export type Pending = {
  add: (entry: StoredEntry) => void;
  remove: (entry: StoredEntry) => void;
  entries: () => StoredEntry[];
  size: () => number;
  /** Resolves once none of those under way now is any more. */
  whenSettled: () => Promise<void>;
};

export function createPending(): Pending {
  const entries = new Set<StoredEntry>();
  const waiting = new Set<{ left: Set<StoredEntry>; resolve: () => void }>();
  return {
    add: (entry) => void entries.add(entry),
    remove: (entry) => {
      entries.delete(entry);
      for (const each of waiting) {
        each.left.delete(entry);
        if (each.left.size > 0) continue;
        waiting.delete(each);
        each.resolve();
      }
    },
    entries: () => [...entries],
    size: () => entries.size,
    whenSettled: () =>
      entries.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => waiting.add({ left: new Set(entries), resolve })),
  };
}
