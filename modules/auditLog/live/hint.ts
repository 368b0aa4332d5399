import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { ownPool } from "@/modules/auditLog/delivery/pool.repo";
import { openedDelivery } from "@/modules/auditLog/delivery/state";
import { anyResource, keyOf } from "./keys";
import { notify } from "./live.repo";

const pauseMs = 250;
// Postgres takes a payload of less than 8,000 bytes.
const maxResources = 500;

type Hints = { entries: StoredEntry[]; isMany: boolean; timer: NodeJS.Timeout | undefined };

const shared = globalThis as typeof globalThis & { auditLogHints?: Hints };
const hints: Hints = (shared.auditLogHints ??= { entries: [], isMany: false, timer: undefined });

/**
 * Tells every process that follows a feed, a quarter of a second later and together with what else comes
 * meanwhile, that an entry was stored. A hint may be lost: nothing depends on it.
 *
 * Never in the caller's transaction: NOTIFY makes commits wait for each other, of the whole server.
 */
export function hint(entry: StoredEntry): void {
  if (hints.entries.length < maxResources) hints.entries.push(entry);
  else hints.isMany = true;
  hints.timer ??= schedule();
}

function schedule(): NodeJS.Timeout {
  return setTimeout(() => void send(), pauseMs).unref();
}

/** One at a time: where the database does not answer, nothing piles up. */
async function send(): Promise<void> {
  const { entries, isMany } = hints;
  hints.entries = [];
  hints.isMany = false;
  await tell(entries, isMany).catch(() => null);
  hints.timer = hints.entries.length > 0 ? schedule() : undefined;
}

async function tell(entries: readonly StoredEntry[], isMany: boolean): Promise<void> {
  const state = openedDelivery();
  // After `close` it would open connections that nobody closes.
  if (state === undefined || state.unavailable) return;
  await notify(ownPool(), isMany ? anyResource : payloadOf(entries));
}

function payloadOf(entries: readonly StoredEntry[]): string {
  const keys = new Set<string>();
  for (const entry of entries) {
    const organizationId = entry.organization_id;
    keys.add(keyOf({ organizationId, type: entry.resource_type, id: entry.resource_id }));
    for (const other of entry.related ?? []) keys.add(keyOf({ organizationId, ...other }));
    if (keys.size > maxResources) return anyResource;
  }
  return [...keys].join(" ");
}
