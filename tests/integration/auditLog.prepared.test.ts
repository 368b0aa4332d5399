import { beforeAll, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { closeReading, pages } from "@/modules/auditLog/reading/pool.repo";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { entry, freshId } from "./auditLogSupport";

type Prepared = { pid: number; statement: string; anew: number; once: number };

type Ids = Record<"organizationId" | "resourceId" | "actorId", string>;

const freshIds = (): Ids => ({
  organizationId: freshId("org"),
  resourceId: freshId("post"),
  actorId: crypto.randomUUID(),
});
const some = [freshIds(), freshIds(), freshIds()];

beforeAll(async () => {
  for (const { organizationId, resourceId, actorId } of some) {
    const actor = { type: "user", id: actorId, name: "Ana" } as const;
    await auditLogService.logMany([entry({ organizationId, resourceId, actor })]);
  }
});

const byAction = { ...emptyFilter, action: { is: ["post.updated"], not: [] } };
const hotReads: [string, (of: Ids) => Promise<{ entries: readonly unknown[] }>][] = [
  ["a resource's feed", (of) => auditLogService.getForResource("post", of.resourceId, of)],
  ["a resource's, of all tenants", (of) => auditLogService.getForResource("post", of.resourceId)],
  ["an actor's history", (of) => auditLogService.getForActor(of.actorId, of)],
  ["an actor's, of all tenants", (of) => auditLogService.getForActor(of.actorId)],
  ["a tenant's log", (of) => auditLogService.search(of)],
  ["a tenant's, of one action", (of) => auditLogService.search(of, { filter: byAction })],
];

it.each(hotReads)("%s is planned once, whatever it is asked of", async (_name, read) => {
  await closeReading();
  // More often than the five times for which Postgres plans anew before it compares.
  for (let time = 0; time < 8; time++) {
    for (const of of some) expect((await read(of)).entries).toHaveLength(1);
  }
  const statements = await prepared();
  expect(statements).not.toEqual([]);
  // A few a shape of list, rather than one for whatever was asked of.
  expect(new Set(statements.map(({ statement }) => statement)).size).toBeLessThan(5);
  for (const { anew, once } of statements)
    expect({ anew, wasUsed: once > 0 }).toEqual({ anew: 0, wasUsed: true });
});

/** What each connection has prepared: asked at once, all answer, and one that is opened for it has nothing. */
async function prepared(): Promise<Prepared[]> {
  const asked = Array.from({ length: 8 }, () =>
    pages().execute<Prepared>(
      `select pid, statement, custom_plans::int as anew, generic_plans::int as once
        from pg_prepared_statements, pg_backend_pid() as pid, pg_sleep(0.05)
        where statement like '%audit_log%' and statement not like '%pg_prepared_statements%'`,
    ),
  );
  const found = (await Promise.all(asked)).flatMap((rows) => [...rows]);
  return [...new Map(found.map((each) => [`${each.pid} ${each.statement}`, each])).values()];
}
