import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { entry, freshId, logAnything, rowOf } from "./auditLogSupport";

it("tells an entry as it was logged, and never the transaction's id", async () => {
  const resourceId = freshId("post");
  const changes = { title: { from: "a", to: "b" } };
  const { id } = await logAnything({
    ...entry({ resourceId, resourceName: "Plan" }),
    changes,
    metadata: { k: [1] },
  });
  const row = await rowOf(id);
  const { entries } = await auditLogService.getForResource("post", resourceId);
  expect(entries).toEqual([
    {
      id,
      organizationId: null,
      actorType: "system",
      actorId: null,
      actorName: null,
      impersonatorId: null,
      impersonatorName: null,
      action: "post.updated",
      outcome: "success",
      resourceType: "post",
      resourceId,
      resourceName: "Plan",
      changes,
      metadata: { k: [1] },
      ip: null,
      userAgent: null,
      requestId: null,
      createdAt: new Date(String(row.created_at)),
      recordedAt: new Date(String(row.recorded_at)),
    },
  ]);
});

describe("what is stored otherwise than today", () => {
  it.each([
    [`'"text"'`, { value: "text" }],
    ["'[1, 2]'", { value: [1, 2] }],
    ["'null'", {}],
    ["'12'", { value: 12 }],
    [`'{"old": {"deep": [1]}}'`, { old: { deep: [1] } }],
  ])("reads: metadata %s", async (metadata, expected) => {
    const id = await insertRaw({ metadata });
    expect((await auditLogService.getForResource("raw", id)).entries).toMatchObject([{ metadata: expected }]);
  });

  it.each([
    ["'[]'", { value: { from: null, to: [] } }],
    [`'"text"'`, { value: { from: null, to: "text" } }],
    ["'null'", null],
    ["null", null],
    [`'{"title": "new"}'`, { title: { from: null, to: "new" } }],
    [`'{"title": ["old", "new"]}'`, { title: { from: null, to: ["old", "new"] } }],
    [`'{"title": {"from": 1, "to": 2, "by": 3}}'`, { title: { from: null, to: { from: 1, to: 2, by: 3 } } }],
  ])("reads: changes %s", async (changes, expected) => {
    const id = await insertRaw({ changes });
    expect((await auditLogService.getForResource("raw", id)).entries).toMatchObject([{ changes: expected }]);
  });

  it("reads: kinds and outcomes that are not known", async () => {
    const id = await insertRaw({ actor: "'robot'", outcome: "'maybe'" });
    const { entries } = await auditLogService.getForResource("raw", id);
    expect(entries).toMatchObject([{ actorType: "robot", outcome: "maybe" }]);
  });
});

type Raw = { metadata?: string; changes?: string; actor?: string; outcome?: string };

async function insertRaw({
  metadata = "'{}'",
  changes = "null",
  actor = "'user'",
  outcome = "'success'",
}: Raw) {
  const id = freshId("raw");
  await db.execute(
    sql.raw(`insert into audit_logs (id, actor_type, action, outcome, resource_type, resource_id, changes, metadata, created_at)
      values (gen_random_uuid(), ${actor}, 'raw.stored', ${outcome}, 'raw', '${id}', ${changes}, ${metadata}, now())`),
  );
  return id;
}
