import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { expect } from "vitest";
import { db } from "@/db/drizzle";
import { guardTransactions } from "@/db/guardedTransactions";
import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogHealth, Receipt } from "@/modules/auditLog/auditLog.types";
import { entry, freshId } from "@/tests/integration/auditLogSupport";
import { doBusiness, soundHealth, storedIds, tally } from "./delivery";

type Business = { id: string; committed: boolean; receipt: Receipt | undefined };

/** So many log in transactions, and so many outside. */
const callers = { inTransactions: 5, outside: 15 };

/** Callers that log without end, in transactions and outside, and what they were told. */
export function startLoad(databaseUrl: string) {
  const outside: Receipt[] = [];
  const businesses: Business[] = [];
  const health: AuditLogHealth[] = [];
  // The driver's own pauses after a failure grow to twenty seconds, and a test would wait for them.
  const client = postgres(databaseUrl, { onnotice: () => {}, backoff: () => 0.05 });
  const database = drizzle(guardTransactions(client));
  let slowest = 0;
  let isStopping = false;

  async function log(): Promise<void> {
    const started = performance.now();
    outside.push(await auditLogService.log(entry()));
    slowest = Math.max(slowest, performance.now() - started);
  }

  async function transact(): Promise<void> {
    const business: Business = { id: freshId("business"), committed: false, receipt: undefined };
    businesses.push(business);
    try {
      const record = async (tx: Transaction) => {
        business.receipt = await auditLogService.log(entry(), { tx });
      };
      await doBusiness(business.id, record, database);
      business.committed = true;
    } catch {
      // The database is away: the business did not happen.
    }
  }

  async function repeat(call: () => Promise<void>): Promise<void> {
    while (!isStopping) {
      await call();
      await pause(10);
    }
  }

  async function watch(): Promise<void> {
    while (!isStopping) {
      health.push(await soundHealth());
      await pause(5);
    }
  }

  const all = [
    watch(),
    ...Array.from({ length: callers.inTransactions }, () => repeat(transact)),
    ...Array.from({ length: callers.outside }, () => repeat(log)),
  ];
  return {
    outside,
    businesses,
    health,
    /** Until so many more entries were logged outside a transaction. */
    pass: (entries: number) => {
      const goal = outside.length + entries;
      return expect.poll(() => outside.length, { timeout: 60_000 }).toBeGreaterThan(goal);
    },
    stop: async () => {
      isStopping = true;
      await Promise.all(all);
      await client.end({ timeout: 5 });
      // In milliseconds: how long the slowest call outside a transaction took.
      return slowest;
    },
  };
}

export type Load = ReturnType<typeof startLoad>;

/** What the callers were told is what the database has. */
export async function expectEverythingOnce({ outside, businesses }: Load): Promise<void> {
  expect(tally(outside).dropped ?? 0).toBe(0);
  const ids = outside.map(({ id }) => id);
  expect(await storedIds(ids)).toEqual(ids);

  const happened = await committedBusinesses();
  expect(businesses.filter(({ id, committed }) => committed && !happened.has(id))).toEqual([]);
  // A commit whose answer was lost may have happened: both did then, or neither.
  const recorded = businesses.flatMap(({ id, receipt }) => (receipt && happened.has(id) ? [receipt.id] : []));
  const logged = businesses.flatMap(({ receipt }) => receipt?.id ?? []);
  expect(await storedIds(logged)).toEqual(recorded);
  expect(recorded).toHaveLength(happened.size);
}

async function committedBusinesses(): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`select id from business where id not like '%-after'`);
  return new Set(rows.map(({ id }) => id));
}
