import { setTimeout } from "node:timers/promises";
import type { Transaction } from "@/db/transaction";
import { insertEntries } from "@/modules/auditLog/auditLog.repo";
import type { Receipt, StoredEntry } from "@/modules/auditLog/auditLog.types";
import { ownPool } from "./pool.repo";

const timeoutMs = 2_000;

/** Stores one entry, in the caller's transaction where there is one. Never throws. */
export async function deliver(entry: StoredEntry, tx?: Transaction): Promise<Receipt> {
  const failure = await insertGuarded(entry, tx);
  if (failure === null) return { id: entry.id, status: "stored" };
  reportDropped(entry.id, failure);
  return { id: entry.id, status: "dropped" };
}

/** Says that an entry was lost and why, by its id and an error code: never anything it holds. */
export function reportDropped(id: string, code: string): void {
  try {
    console.error(JSON.stringify({ level: "error", event: "audit_log.entry_dropped", id, code }));
  } catch {
    // A console that throws is the caller's own; there is nobody left to tell.
  }
}

async function insertGuarded(entry: StoredEntry, tx?: Transaction): Promise<string | null> {
  try {
    // In a transaction nothing can be left behind, so its end is waited for: locks are bounded by the
    // function (100 ms), all else by the transaction's own statement_timeout.
    return tx ? await insertEntries(tx, [entry]) : await withinTime(insertEntries(ownPool(), [entry]));
  } catch (error) {
    return codeOf(error);
  }
}

async function withinTime(insert: Promise<string | null>): Promise<string | null> {
  const stop = new AbortController();
  const timeout = setTimeout(timeoutMs, "TIMEOUT", { signal: stop.signal });
  try {
    return await Promise.race([insert, timeout.catch(() => null)]);
  } finally {
    stop.abort();
  }
}

/** The SQLSTATE or system code of an error, and nothing else of it: its message may hold the entry. */
export function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && /^[A-Z0-9_]{3,40}$/.test(cause.code)) {
      return cause.code;
    }
  }
  return "UNKNOWN";
}
