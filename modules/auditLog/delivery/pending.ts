import type { StoredEntry } from "@/modules/auditLog/auditLog.types";

/** Entries under way: handed over, and neither stored nor on disk nor reported yet. */
export type Pending = {
  add: (entry: StoredEntry) => void;
  remove: (entry: StoredEntry) => void;
  entries: () => StoredEntry[];
  size: () => number;
  /** Resolves as soon as there are none. */
  whenNone: () => Promise<void>;
};

export function createPending(): Pending {
  const entries = new Set<StoredEntry>();
  let waiting: (() => void)[] = [];
  return {
    add: (entry) => void entries.add(entry),
    remove: (entry) => {
      entries.delete(entry);
      if (entries.size > 0 || waiting.length === 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    entries: () => [...entries],
    size: () => entries.size,
    whenNone: () =>
      entries.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  };
}
