import { sql } from "drizzle-orm";
import postgres from "postgres";
import { onTestFinished, vi } from "vitest";
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";

/** A raw client of one connection, as the tables' owner or as another role. */
export function connect({ role, max = 1 }: { role?: string; max?: number } = {}): postgres.Sql {
  const url = new URL(readEnv().DATABASE_URL);
  if (role) url.username = role;
  const client = postgres(url.href, { max, onnotice: () => {} });
  onTestFinished(() => client.end({ timeout: 5 }));
  return client;
}

/** The SQLSTATE that a statement ends with, or "done". */
export async function stateOf(statement: PromiseLike<unknown>): Promise<string> {
  try {
    await statement;
    return "done";
  } catch (error) {
    if (error instanceof postgres.PostgresError) return error.code;
    throw error;
  }
}

export type StoredRow = Record<string, unknown>;

/** An entry as the table has it. */
export async function rowOf(id: string): Promise<StoredRow> {
  const [row] = await db.execute<StoredRow>(
    sql`select *, tableoid::regclass::text as partition, pg_column_size(metadata) as metadata_size
      from audit_logs where id = ${id}`,
  );
  if (!row) throw new Error("The entry is not stored");
  return row;
}

export async function isStored(id: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from audit_logs where id = ${id}`);
  return rows.length === 1;
}

let made = 0;

/** An id that no other test uses. */
export function freshId(kind = "thing"): string {
  return `${kind}-${++made}`;
}

/** Logs what JavaScript callers may hand over, whatever the types say. */
export function logAnything(input: unknown, options?: Parameters<typeof auditLogService.log>[1]) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what types forbid is the test's subject
  return auditLogService.log(input as AuditLogInput, options);
}

type Change = Partial<Omit<AuditLogInput<"post.updated">, "action" | "outcome" | "metadata">>;

export function entry(change: Change = {}): AuditLogInput<"post.updated"> {
  return { action: "post.updated", resourceType: "post", resourceId: freshId("post"), ...change };
}

/** Everything written to stderr meanwhile. */
export function captureErrors(): string[] {
  const written: string[] = [];
  const keep = (...values: unknown[]) => written.push(values.map(String).join(" "));
  const spies = [
    vi.spyOn(console, "error").mockImplementation(keep),
    vi.spyOn(process.stderr, "write").mockImplementation((chunk) => keep(chunk) > 0),
  ];
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
  return written;
}
