import { AsyncLocalStorage } from "node:async_hooks";

const backfillTime = new AsyncLocalStorage<Date>();

/**
 * Runs services as if at another time: each entry that `callback` logs without an `occurredAt` of its
 * own is dated `at`. For imports and demo data; entries tell the true time in `recorded_at`.
 */
export function occurringAt<Result>(at: Date, callback: () => Promise<Result>): Promise<Result> {
  return backfillTime.run(at, callback);
}

export function currentBackfillTime(): Date | undefined {
  return backfillTime.getStore();
}
