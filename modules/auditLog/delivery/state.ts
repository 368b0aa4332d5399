import { readEnv } from "@/env";
import { storeAlone } from "./alone";
import { createPending, type Pending } from "./pending";
import { replaceOwnPool } from "./pool.repo";
import { reportAlert, reportDropped } from "./report";
import { openSpool, type Spool } from "./spool/spool";
import type { StoreFailure } from "./store.repo";
import { createWriter, type Writer } from "./writer";

export type Delivery = {
  writer: Writer;
  spool: Spool;
  pending: Pending;
  counts: { accepted: number; stored: number; dropped: number };
  lastError: { code: string; at: string } | null;
  /** Why the database does not answer; while it is set new entries go to the spool at once. */
  unavailable: StoreFailure | null;
  interval: NodeJS.Timeout | undefined;
  replayTimer: NodeJS.Timeout | undefined;
  /** Before the next attempt at what waits on disk. */
  replayPauseMs: number;
  /** How many of them the database takes at a time. */
  replayBatch: number;
  /** The database has the guarded insert, and this role may use it. */
  isGuarded: boolean;
  onExit: () => void;
};

const shared = globalThis as typeof globalThis & { auditLogDelivery?: Delivery };

/** One writer and one spool a process: Next loads this file once for its pages and once for its routes. */
export function delivery(): Delivery {
  return (shared.auditLogDelivery ??= open());
}

export function openedDelivery(): Delivery | undefined {
  return shared.auditLogDelivery;
}

export function forgetDelivery({ onExit }: Delivery): void {
  process.off("exit", onExit);
  delete shared.auditLogDelivery;
}

function open(): Delivery {
  const { AUDIT_LOG_SPOOL_DIR: folder, AUDIT_LOG_SPOOL_MAX_MB: megabytes } = readEnv();
  const state: Delivery = {
    writer: createWriter({ store: storeAlone, onTimeout: replaceOwnPool }),
    spool: openSpool({ folder, maxBytes: megabytes * 2 ** 20, onAlert: reportAlert }),
    pending: createPending(),
    counts: { accepted: 0, stored: 0, dropped: 0 },
    lastError: null,
    unavailable: null,
    interval: undefined,
    replayTimer: undefined,
    replayPauseMs: 250,
    replayBatch: 500,
    isGuarded: false,
    onExit: () => keepPending(state),
  };
  process.on("exit", state.onExit);
  return state;
}

/** What `process.exit()` would cut off is put on disk; if it is stored as well, it is stored once. */
function keepPending({ pending, spool }: Delivery): void {
  if (pending.size() === 0) return;
  const at = new Date().toISOString();
  const records = pending.entries().map((entry) => ({ entry, code: "EXIT", at }));
  const failure = spool.appendSync(records);
  if (failure !== null) for (const record of records) reportDropped(record, failure);
}
