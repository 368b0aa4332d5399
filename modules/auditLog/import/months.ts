import { setTimeout as delay } from "node:timers/promises";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { ensureMonth, type Target } from "./import.repo";
import { ImportError } from "./import.types";

type Known = { target: Target; months: Set<string> };

const attempts = 5;
const lockNotAvailable = "55P03";

/** The months that entries lie in, as 2026-03. */
export function monthsOf(entries: readonly StoredEntry[]): string[] {
  const months = new Set<string>();
  let last = "none";
  for (const { created_at } of entries) {
    // Most lie in the month of the one before.
    if (created_at.startsWith(last)) continue;
    last = created_at.slice(0, 7);
    months.add(last);
  }
  return [...months];
}

/**
 * Makes the partitions of these months, and of no others: each costs planning time. What lies more than ten years from
 * now goes to the default partition.
 *
 * @throws ImportError where the log's table stays locked
 */
export async function ensureMonths(
  { target, months: known }: Known,
  months: readonly string[],
): Promise<void> {
  for (const month of months) {
    if (known.has(month)) continue;
    await ensure(target, monthsBackTo(month));
    known.add(month);
  }
}

function monthsBackTo(month: string): number {
  const now = new Date();
  const [year, number] = month.split("-").map(Number);
  return (now.getUTCFullYear() - (year ?? 0)) * 12 + now.getUTCMonth() + 1 - (number ?? 0);
}

async function ensure(target: Target, monthsBack: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ensureMonth(target, monthsBack);
    } catch (error) {
      if (codeOf(error) !== lockNotAvailable) throw error;
      if (attempt === attempts)
        throw new ImportError(
          "A month's partition can't be made: the log's table is locked, by an export or a migration perhaps. " +
            "Run this again once that has ended.",
        );
      await delay(1_000);
    }
  }
}
