import { text } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { auditLogExportService } from "@/modules/auditLog/export/export.service";
import { ExportLimitError, type AuditLogExport } from "@/modules/auditLog/export/export.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { parseCsv } from "@/tests/unit/exportSupport";
import { lostCode } from "@/tests/setup/lostConnection";
import {
  addEntries,
  exportOf,
  exportPids,
  fillTenant,
  idsOf,
  linesOf,
  terminateExports,
} from "./auditLogExportSupport";
import { connect } from "./auditLogSupport";

const free = () => expect.poll(exportPids, { timeout: 10_000 }).toEqual([]);

/** What is read of a file first, and then the rest. */
async function inTwo(file: AuditLogExport, between: () => Promise<unknown>): Promise<string> {
  const reader = file.body.getReader();
  const { value: first } = await reader.read();
  await between();
  reader.releaseLock();
  return Buffer.from(first ?? []).toString() + (await text(file.body));
}

const ids = (lines: unknown[]) => lines.map((line) => Object.assign({ id: null }, line).id);

it("holds every entry of its snapshot once, newest first, whatever is stored meanwhile", async () => {
  const organizationId = await fillTenant(4_500);
  const expected = await idsOf(organizationId);
  const file = await exportOf(organizationId);
  const content = await inTwo(file, () => addEntries(organizationId, { entries: 4_500 }));
  expect(ids(linesOf(content))).toEqual(expected);
  expect(await idsOf(organizationId)).toHaveLength(9_000);
  expect(file.progress).toMatchObject({ state: "complete", rows: 4_500, bytes: content.length, code: null });
  await free();
});

it("holds entries of one instant once each", async () => {
  const organizationId = await fillTenant(0);
  await db.execute(sql`insert into audit_logs (id, organization_id, actor_type, action, resource_type, resource_id, created_at)
    select overlay(gen_random_uuid()::text placing '01991f2e-7c00-7' from 1)::uuid, ${organizationId}, 'system', 'post.updated',
      'post', 'p1', '2025-09-06T10:00:00Z' from generate_series(1, 2500)`);
  const content = await text((await exportOf(organizationId)).body);
  expect(ids(linesOf(content))).toEqual(await idsOf(organizationId));
});

it("holds what the filter finds, of its tenant, as its viewer may see it", async () => {
  const organizationId = await fillTenant(30);
  await fillTenant(5);
  const actor = { type: "user", id: "u2", name: "Bo", organizationId } as const;
  const { id } = await auditLogService.log({
    actor,
    action: "post.deleted",
    resourceType: "post",
    resourceId: "p1",
  });
  const filter = { ...emptyFilter, resource: { is: ["post/p1"], not: [] } };
  const find = async (viewer: "member" | "admin") =>
    linesOf(await text((await exportOf(organizationId, { filter, viewer })).body));
  const member = await find("member");
  expect(member).toHaveLength(2);
  expect(member).toMatchObject([
    { id, actorName: "Bo" },
    { actorName: "Ana", ip: null, userAgent: null },
  ]);
  expect(await find("admin")).toMatchObject([{ id }, { ip: "192.0.2.7", userAgent: "Test" }]);
});

it("of nothing is whole, too", async () => {
  const organizationId = await fillTenant(0);
  expect(await text((await exportOf(organizationId)).body)).toBe("");
  const csv = await exportOf(organizationId, { format: "csv" });
  expect(parseCsv(await text(csv.body))).toHaveLength(1);
  expect(csv.progress).toMatchObject({ state: "complete", rows: 0 });
});

describe("says in its last line that it broke off", () => {
  it("as JSON", async () => {
    const file = await exportOf(await fillTenant(9_000));
    const lines = linesOf(await inTwo(file, terminateExports));
    const { rows, code } = file.progress;
    expect(lines.at(-1)).toEqual({ export: "incomplete", rows: lines.length - 1, code });
    expect(rows).toBe(lines.length - 1);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(9_000);
    expect(code).toMatch(new RegExp(`^${lostCode}$`));
    expect(file.progress.state).toBe("broke_off");
  });

  it("as CSV", async () => {
    const file = await exportOf(await fillTenant(9_000), { format: "csv" });
    const records = parseCsv(await inTwo(file, terminateExports));
    const { rows, code } = file.progress;
    expect(records.at(-1)?.[0]).toBe(`EXPORT BROKE OFF after ${rows} rows: ${code}`);
    expect(new Set(records.map(({ length }) => length)).size).toBe(1);
    expect(records).toHaveLength(rows + 2);
  });

  it("where the server is stopped", async () => {
    const file = await exportOf(await fillTenant(9_000));
    const lines = linesOf(await inTwo(file, async () => auditLogExportService.close()));
    expect(lines.at(-1)).toEqual({ export: "incomplete", rows: lines.length - 1, code: "STOPPED" });
    await free();
  });
});

describe("frees its connection and its place", () => {
  const both = async (organizationId: string) => [
    await exportOf(organizationId),
    await exportOf(organizationId),
  ];

  it("when its reader goes away, and only two run at once", async () => {
    const organizationId = await fillTenant(9_000);
    const [one, other] = await both(organizationId);
    await expect(exportOf(organizationId)).rejects.toThrow(ExportLimitError);
    expect(await exportPids()).toHaveLength(2);
    await one?.body.cancel();
    expect(one?.progress.state).toBe("aborted");
    await expect.poll(exportPids).toHaveLength(1);
    const next = await exportOf(organizationId);
    for (const file of [other, next]) await file?.body.cancel();
    await free();
  });

  it("when the request is aborted", async () => {
    const request = new AbortController();
    const file = await exportOf(await fillTenant(9_000), { signal: request.signal });
    const reader = file.body.getReader();
    await reader.read();
    request.abort();
    await expect(reader.read()).rejects.toThrow(/aborted/);
    expect(file.progress.state).toBe("aborted");
    await free();
  });

  it("when the request is aborted while the server works on its first rows", async () => {
    const organizationId = await fillTenant(10);
    const locker = connect();
    const request = new AbortController();
    await locker.begin(async (tx) => {
      await tx`lock table audit_logs in access exclusive mode`;
      const opening = exportOf(organizationId, { signal: request.signal });
      opening.catch(() => {});
      await expect.poll(exportPids).toHaveLength(1);
      await expect.poll(waitsForLock).toBe(true);
      request.abort();
      await expect(opening).rejects.toMatchObject({
        code: expect.stringMatching(/^(57014|CONNECTION_DESTROYED)$/) as unknown,
      });
      await free();
    });
    await both(organizationId);
  });

  async function waitsForLock(): Promise<boolean> {
    const rows =
      await db.execute(sql`select 1 from pg_stat_activity where application_name = 'audit_log_export'
      and datname = current_database() and wait_event_type = 'Lock'`);
    return rows.length === 1;
  }

  it("when nothing can be read", async () => {
    await expect(
      exportOf(await fillTenant(1), { filter: { ...emptyFilter, from: new Date(Number.NaN) } }),
    ).rejects.toThrow(/invalid input syntax for type uuid/);
    await free();
    await both(await fillTenant(1));
  });
});

it("tells whoever asked how far it is, and how the last ones ended", async () => {
  const requestedBy = "person-1";
  const organizationId = await fillTenant(9_000);
  const file = await exportOf(organizationId, { requestedBy, query: "actor:ana", format: "csv" });
  await file.body.getReader().read();
  const { rows, bytes } = file.progress;
  expect(rows).toBeGreaterThan(0);
  expect(auditLogExportService.runningExports(requestedBy)).toEqual([
    {
      id: expect.any(String) as unknown,
      state: "running",
      format: "csv",
      query: "actor:ana",
      requestedBy,
      rows,
      bytes,
      code: null,
      startedAt: expect.any(Date) as unknown,
      endedAt: null,
    },
  ]);
  expect(auditLogExportService.runningExports("person-2")).toEqual([]);
  auditLogExportService.close();
  expect(auditLogExportService.runningExports(requestedBy)).toMatchObject([
    { state: "broke_off", code: "STOPPED" },
  ]);

  const query = "x".repeat(1_000);
  for (let made = 0; made < 60; made++)
    await text((await exportOf(await fillTenant(0), { requestedBy, query })).body);
  const kept = auditLogExportService.runningExports(requestedBy);
  expect(kept).toHaveLength(50);
  expect(new Set(kept.map((run) => run.query))).toEqual(new Set([query]));
});
