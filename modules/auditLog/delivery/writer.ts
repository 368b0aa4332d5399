import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { isOfOne, queueFull } from "./failures";
import { storeIsolating, type Settled, type Store } from "./isolate";
import { toRow, type EntryRow } from "./store.repo";
import { withinTime } from "./withinTime";

export type Writer = {
  /** Stores an entry together with whatever else comes meanwhile, and says what became of it in bounded time. */
  add: (entry: StoredEntry, settle: Settle) => void;
};

export type Settle = (settled: Settled) => void;

export type WriterOptions = {
  /** Never rejects. */
  store: Store;
  /** The store did not answer within the deadline. */
  onTimeout: () => void;
};

const deadlineMs = 1_200;
/** What the server itself gives a statement. */
const statementMs = 1_000;
const maxLanes = 2;
const maxBatch = { entries: 500, characters: 4_000_000 };
const maxQueue = { entries: 10_000, characters: 64_000_000 };

type Waiting = {
  row: EntryRow;
  characters: number;
  since: number;
  settle: Settle;
};

/**
 * Concurrent entries share statements and commits: while one batch is under way the next gathers. A lone
 * entry goes at once. The second lane lets the others pass when one batch has to wait for a lock.
 */
export function createWriter({ store, onTimeout }: WriterOptions): Writer {
  const queue: Waiting[] = [];
  let queuedCharacters = 0;
  let lanes = 0;

  function add(entry: StoredEntry, settle: Settle): void {
    const row = toRow(entry);
    const characters = countCharacters(row);
    if (queue.length >= maxQueue.entries || queuedCharacters + characters > maxQueue.characters) {
      settle({ code: queueFull });
      return;
    }
    queue.push({ row, characters, since: performance.now(), settle });
    queuedCharacters += characters;
    // After this turn of the event loop, so that all calls of it go together.
    if (lanes < maxLanes && queue.length === 1) setImmediate(run);
  }

  function run(): void {
    if (lanes >= maxLanes || queue.length === 0) return;
    lanes++;
    void storeInTime(takeBatch()).finally(() => {
      lanes--;
      run();
    });
    // What a batch leaves behind is for the other lane.
    run();
  }

  function takeBatch(): Waiting[] {
    let characters = 0;
    let length = 0;
    for (const waiting of queue) {
      if (length > 0 && characters + waiting.characters > maxBatch.characters) break;
      characters += waiting.characters;
      if (++length === maxBatch.entries) break;
    }
    queuedCharacters -= characters;
    return queue.splice(0, length);
  }

  async function storeInTime(batch: Waiting[]): Promise<void> {
    const left = (batch[0]?.since ?? 0) + deadlineMs - performance.now();
    const settleAll = (code: string) => batch.forEach(({ settle }) => settle({ code }));
    // Those that waited for their turn all the time tell of a crowd, not of a database that is away.
    if (left <= 0) return settleAll(queueFull);
    const stored = storeIsolating(
      batch.map(({ row }) => row),
      { store, isOfOne },
    );
    const settled = await withinTime(stored, { milliseconds: left, late: null });
    // Some may be stored all the same: an entry that is delivered twice is stored once.
    if (settled) return batch.forEach(({ settle }, at) => settle(settled[at] ?? null));
    const hadItsTime = left >= statementMs;
    if (hadItsTime) onTimeout();
    settleAll(hadItsTime ? "TIMEOUT" : queueFull);
  }

  return { add };
}

function countCharacters(row: EntryRow): number {
  let characters = 0;
  for (const value of row) characters += value?.length ?? 0;
  return characters;
}
