import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogExportService } from "@/modules/auditLog/export/export.service";
import type { AuditLogExport, ExportRequest } from "@/modules/auditLog/export/export.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { madeId } from "@/tests/setup/madeId";

/** A tenant with so many entries, a minute apart up to now, with a text of so many characters each. */
export async function fillTenant(entries: number, characters = 1): Promise<string> {
  const organizationId = randomUUID();
  await addEntries(organizationId, { entries, characters });
  return organizationId;
}

export async function addEntries(
  organizationId: string,
  { entries, characters = 1 }: { entries: number; characters?: number },
): Promise<void> {
  await db.execute(sql`
    insert into audit_logs (id, organization_id, actor_type, actor_id, actor_name, action, resource_type,
      resource_id, metadata, ip, user_agent, created_at)
    select ${madeId(sql`at`, sql`n`)}, ${organizationId}, 'user', 'u1', 'Ana', 'post.updated', 'post',
      'p' || n, jsonb_build_object('text', repeat('x', ${characters}::int)), '192.0.2.7', 'Test', at
    from (select n, now() - n * interval '1 minute' as at from generate_series(1, ${entries}::int) n) as made`);
}

/** The ids of a tenant's entries as they are now, newest first. */
export async function idsOf(organizationId: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select id from audit_logs where organization_id = ${organizationId} order by id desc`,
  );
  return rows.map(({ id }) => id);
}

/** An export of all that a tenant has, which is canceled after the test. */
export async function exportOf(
  organizationId: string,
  change: Partial<ExportRequest> = {},
): Promise<AuditLogExport> {
  const canceled = new AbortController();
  onTestFinished(() => canceled.abort());
  const request = {
    filter: emptyFilter,
    format: "ndjson",
    viewer: "operator",
    query: "",
    ...change,
  } as const;
  return auditLogExportService.exportEntries({ organizationId }, { signal: canceled.signal, ...request });
}

/** The processes of the server that exports hold, of this test's database. */
export async function exportPids(): Promise<number[]> {
  const rows = await db.execute<{ pid: number }>(sql`select pid from pg_stat_activity
    where application_name = 'audit_log_export' and datname = current_database() order by backend_start`);
  return rows.map(({ pid }) => pid);
}

/** Ends them as an administrator does, and waits until they are gone. */
export async function terminateExports(): Promise<void> {
  const pids = `{${(await exportPids()).join(",")}}`;
  await db.execute(sql`select pg_terminate_backend(pid) from unnest(${pids}::int[]) as pid`);
  await expect.poll(exportPids).toEqual([]);
}

export function linesOf(text: string): unknown[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}
