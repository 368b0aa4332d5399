import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { madeId } from "@/tests/setup/madeId";
import { filterOf, is } from "./planFilters";
import { excess, narrow, readingsOf, type Mode } from "./planSupport";

vi.hoisted(() => vi.resetModules());
vi.mock("postgres", async (load) => (await import("./planRecorder")).recording(await load()));

const rows = 120_000;

// Of all entries 8% are of one tenant, and half of those of one project: Postgres takes type, id and tenant
// for independent, and expects a handful where there are thousands.
beforeAll(async () => {
  await db.execute(sql`select audit_log_ensure_partitions(24, 1)`);
  await db.execute(sql`
    with made as (
      select n, now() - n * interval '700 days' / ${rows} as at, n % 25 = 0 as hot, n % 25 in (0, 1) as acme
      from generate_series(1, ${rows}) n)
    insert into audit_logs (id, organization_id, actor_type, actor_id, action, resource_type, resource_id, created_at)
    select ${madeId(sql`at`, sql`n`)}, case when acme then 'acme' else 'other' || n % 40 end, 'user',
      'u' || n % 300, 'post.updated', case when n % 5 = 0 then 'project' else 'post' end,
      case when hot then 'hot' else 'p' || n % 5000 end, at from made`);
}, 60_000);

const acme = { organizationId: "acme" };
const page = { ...narrow, read: 100, sorted: 100 };

// A month's partition has no statistics in its first days, and the planner no idea.
describe.each([false, true])("a resource that is half of its tenant, statistics: %s", (isAnalyzed) => {
  beforeAll(async () => {
    if (isAnalyzed) await db.execute(sql`vacuum analyze audit_logs`);
  });

  describe.each(["custom", "generic"] satisfies Mode[])("with a %s plan", (mode) => {
    it.each([
      ["read", () => auditLogService.getForResource("project", "hot", acme)],
      ["searched", () => auditLogService.search(acme, { filter: filterOf({ resource: is("project/hot") }) })],
    ])("is %s in the order of its index, and little more than a page of it", async (_way, ask) => {
      const { answer, readings } = await readingsOf(ask, mode);
      expect(answer.entries).toHaveLength(50);
      expect(excess(readings, page)).toEqual([]);
    });
  });
});
