import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { z } from "zod";
import { db } from "@/db/drizzle";
import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogHealth, Receipt } from "@/modules/auditLog/auditLog.types";
import { patience } from "@/tests/setup/patience";

/** Health, whose counts must add up whenever nothing is under way. */
export async function soundHealth(): Promise<AuditLogHealth> {
  const health = await auditLogService.health();
  const { accepted, stored, spooled, dead, dropped, pending } = health;
  if (pending === 0) expect({ sum: stored + spooled + dead + dropped }).toEqual({ sum: accepted });
  return health;
}

/** Until nothing waits on disk and nothing is under way: by the log's own doing, nobody asks it to replay. */
export async function untilDelivered(): Promise<AuditLogHealth> {
  const isWaiting = async () => {
    const { spooled, pending } = await soundHealth();
    return spooled + pending;
  };
  await expect.poll(isWaiting, patience).toBe(0);
  return soundHealth();
}

/** Until the log's health is this. */
export async function untilStatus(status: AuditLogHealth["status"]): Promise<void> {
  await expect.poll(async () => (await soundHealth()).status, patience).toBe(status);
}

/** What changed since: of two moments of health. */
export function since(before: AuditLogHealth, now: AuditLogHealth) {
  const counts = ["accepted", "stored", "spooled", "dead", "dropped"] as const;
  return Object.fromEntries(counts.map((count) => [count, now[count] - before[count]]));
}

/** The statuses of receipts, and how often each. */
export function tally(receipts: readonly Receipt[]): Partial<Record<Receipt["status"], number>> {
  const counts: Partial<Record<Receipt["status"], number>> = {};
  for (const { status } of receipts) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Which of these ids the table has, in their order; an id that is there twice is named twice. */
export async function storedIds(ids: readonly string[]): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select audit_logs.id from audit_logs
    join unnest(${sql.param(`{${ids.join(",")}}`)}::uuid[]) with ordinality as wanted(id, place) using (id)
    order by place`);
  return rows.map(({ id }) => id);
}

/** How many entries the table has of a resource. */
export async function countOf(resourceId: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from audit_logs where resource_id = ${resourceId}`,
  );
  return row?.count ?? 0;
}

const lineSchema = z.looseObject({ level: z.literal("error"), event: z.string() });

/** What the log told on stderr: every line there must be one of its own. */
export function eventsIn(written: readonly string[]) {
  const lines = written.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  return lines.map((line) => lineSchema.parse(JSON.parse(line)));
}

/** Only changes of state, each told once. */
export function expectStateChangesOnly(written: readonly string[]): void {
  const events = eventsIn(written).map(({ event }) => event);
  const expected = events.map((_, at) => `audit_log.database_${at % 2 === 0 ? "unavailable" : "available"}`);
  expect(events).toEqual(expected);
}

export async function createBusinessTable(): Promise<void> {
  await db.execute(sql`create table business (id text primary key)`);
}

export async function businessHas(id: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from business where id in (${id}, ${`${id}-after`})`);
  expect([0, 2]).toContain(rows.length);
  return rows.length === 2;
}

/** A transaction that does something, logs, and does something more; `id` tells whether it committed. */
export function doBusiness<Result>(
  id: string,
  log: (tx: Transaction) => Promise<Result>,
  database: Pick<typeof db, "transaction"> = db,
): Promise<Result> {
  return database.transaction(async (tx) => {
    await tx.execute(sql`insert into business values (${id})`);
    const result = await log(tx);
    await tx.execute(sql`insert into business values (${`${id}-after`})`);
    return result;
  });
}

/** What undoes a transaction or savepoint on purpose. */
export class Undo extends Error {}

export function ignoreUndo(error: unknown): void {
  if (!(error instanceof Undo)) throw error;
}

/** What a promise is rejected with; a promise that is not is an error itself. */
export async function reasonOf(attempt: Promise<unknown>): Promise<unknown> {
  const reason: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (reason === null) throw new Error("It was expected to be rejected");
  return reason;
}
