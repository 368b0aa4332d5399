import { closeReading } from "@/modules/auditLog/reading/pool.repo";
import { closeOwnPool } from "./pool.repo";
import { replay } from "./replay";
import { withinTime } from "./withinTime";
import { delivery, forgetDelivery, openedDelivery } from "./state";

const intervalMs = 30_000;

/** Stores what earlier processes left on disk, now and from time to time. For a server's start. */
export function start(): void {
  const state = delivery();
  state.interval ??= setInterval(() => void replay(), intervalMs).unref();
  void replay();
}

/** Resolves once every entry that was logged so far without a transaction is stored, on disk, or reported. */
export async function flush(): Promise<void> {
  await openedDelivery()?.pending.whenSettled();
}

/** Flushes, and lets go of connections and files. A later entry opens them anew. */
export async function close(): Promise<void> {
  await flush();
  const state = openedDelivery();
  if (state) {
    clearInterval(state.interval);
    clearTimeout(state.replayTimer);
    // A replay under way still counts there.
    await withinTime(state.spool.close(), { milliseconds: 5_000, late: undefined });
    clearTimeout(state.replayTimer);
    forgetDelivery(state);
  }
  await Promise.all([closeOwnPool(), closeReading()]);
}
