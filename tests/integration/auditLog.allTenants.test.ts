import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { instantOf } from "@/modules/auditLog/capture/id";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogPage, PageRequest } from "@/modules/auditLog/auditLog.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { madeId } from "@/tests/setup/madeId";

/** As many tenants as are read one by one, and one more. */
const most = 500;

type Shared = { id: string; tenants: number; entries: number };
const few: Shared = { id: randomUUID(), tenants: 7, entries: 40 };
const asManyAsAreRead: Shared = { id: randomUUID(), tenants: most, entries: 600 };
const tooMany: Shared = { id: randomUUID(), tenants: most + 1, entries: 1_200 };

beforeAll(async () => {
  for (const each of [few, asManyAsAreRead, tooMany]) await fill(each);
});

/** Entries over four months, one tenant after the other: by somebody, on a post, and related to a project. */
async function fill({ id, tenants, entries }: Shared): Promise<void> {
  await db.execute(sql`
    with made as (
      select n, now() - n * interval '120 days' / ${entries}::int as at from generate_series(1, ${entries}::int) n),
    logged as (
      insert into audit_logs (id, organization_id, actor_type, actor_id, action, resource_type, resource_id, created_at)
      select ${madeId(sql`at`, sql`n`)}, ${id} || ' tenant ' || n % ${tenants}::int, 'user', ${id}, 'post.updated', 'post',
        ${id}, at
      from made returning *)
    insert into audit_log_related select 'project', ${id}, id, organization_id from logged`);
}

async function idsOf({ id }: Shared): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select id from audit_logs where actor_id = ${id} order by id desc`,
  );
  return rows.map((row) => row.id);
}

type Read = (page: PageRequest) => Promise<AuditLogPage>;

async function readWhole(read: Read, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: AuditLogPage = await read({ cursor, limit });
    found.push(...page.entries.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const all = { allOrganizations: true } as const;
const is = (value: string) => ({ is: [value], not: [] });

const feeds: [string, (id: string) => Read][] = [
  ["a feed", (id) => (page) => auditLogService.getForResource("post", id, page)],
  ["a feed of what is related", (id) => (page) => auditLogService.getForResource("project", id, page)],
];
const lists: [string, (id: string) => Read][] = [
  ["an actor's history", (id) => (page) => auditLogService.getForActor(id, page)],
  [
    "what an actor did themselves",
    (id) => (page) => auditLogService.getForActor(id, { ...page, part: "own" }),
  ],
  [
    "a search for an actor",
    (id) => (page) => auditLogService.search(all, { ...page, filter: { ...emptyFilter, actor: is(id) } }),
  ],
  [
    "a search for a resource",
    (id) => (page) =>
      auditLogService.search(all, { ...page, filter: { ...emptyFilter, resource: is(`post/${id}`) } }),
  ],
];

describe("of all tenants together", () => {
  it.each([...feeds, ...lists])("%s is in one order, page by page", async (_name, read) => {
    expect(await readWhole(read(few.id), 9)).toEqual(await idsOf(few));
  });

  it.each([...feeds, ...lists])("%s is whole, of as many as are read one by one", async (_name, read) => {
    expect(await readWhole(read(asManyAsAreRead.id), 100)).toEqual(await idsOf(asManyAsAreRead));
  });

  it.each(lists)("%s is whole, of more than that", async (_name, read) => {
    expect(await readWhole(read(tooMany.id), 100)).toEqual(await idsOf(tooMany));
  });

  it.each(feeds)("%s asks for a tenant where more have it", async (_name, read) => {
    await expect(read(tooMany.id)({})).rejects.toThrow(RangeError);
    const ofOne = await read(tooMany.id)({ organizationId: `${tooMany.id} tenant 1` });
    expect(ofOne.entries).toHaveLength(3);
  });
});

describe("a summary of all tenants together", () => {
  it.each([
    ["few", few],
    ["as many as are read one by one", asManyAsAreRead],
  ])("counts each entry, of %s", async (_name, shared) => {
    const ids = await idsOf(shared);
    const ofActor = await auditLogService.summarizeActor(all, { actorId: shared.id });
    const ofResource = await auditLogService.summarizeResource(all, {
      resourceType: "post",
      resourceId: shared.id,
    });
    for (const summary of [ofActor, ofResource]) {
      expect(summary).toMatchObject({ counted: ids.length, isPartial: false });
      expect(summary.actions).toEqual([{ value: "post.updated", name: null, entries: ids.length }]);
    }
    expect(ofActor.first).toEqual(ofResource.first);
  });

  it("tells of nothing else, of more than that, and that it is not all", async () => {
    const begun = await findFirstOf(tooMany);
    const ofActor = await auditLogService.summarizeActor(all, { actorId: tooMany.id });
    const resource = { resourceType: "post", resourceId: tooMany.id };
    for (const summary of [ofActor, await auditLogService.summarizeResource(all, resource)]) {
      expect(summary.actors.map(({ value }) => value)).toEqual([tooMany.id]);
      expect(summary.counted).toBeLessThanOrEqual(tooMany.entries);
      expect(summary.isPartial || summary.counted === tooMany.entries).toBe(true);
      expect([null, begun]).toContainEqual(summary.first);
    }
  });
});

async function findFirstOf({ id }: Shared): Promise<Date> {
  const [row] = await db.execute<{ id: string }>(
    sql`select id from audit_logs where actor_id = ${id} order by id limit 1`,
  );
  return instantOf(row?.id ?? "");
}
