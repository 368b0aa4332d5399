import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { madeId } from "@/tests/setup/madeId";
import { haveNoTime } from "./noTime";

const entries = 9_000;
const every = 1_500;

// One a second; one in 1,500 tells of a harbor.
beforeAll(async () => {
  await db.execute(sql`
    with numbered as (select n, now() - interval '1 day' + n * interval '1 second' as at
      from generate_series(1, ${entries}) n)
    insert into audit_logs (id, organization_id, actor_type, action, resource_type, resource_id, resource_name, created_at)
    select ${madeId(sql`at`, sql`n`)}, 'acme', 'system', 'post.updated', 'post', n,
      case when n % ${every} = 1 then 'Harbor' end, at from numbered`);
});

const filter = { ...emptyFilter, words: { is: ["harbor"], not: [] } };
const scopes = [{ organizationId: "acme" }, { allOrganizations: true }] as const;

describe.each(scopes)("a search that no index serves, in %o", (scope) => {
  it("finds everything where there is time", async () => {
    const page = await auditLogService.search(scope, { filter });
    expect(page.entries.map(({ resourceId }) => resourceId)).toEqual([
      "7501",
      "6001",
      "4501",
      "3001",
      "1501",
      "1",
    ]);
    expect(page).toMatchObject({ nextCursor: null, searchedTo: null });
  });

  it("stops where there is none, tells how far it came, and goes on from there", async () => {
    haveNoTime();
    const found: string[] = [];
    const pages: number[] = [];
    let cursor: string | null = null;
    const searchedTo: (Date | null)[] = [];
    do {
      const page = await auditLogService.search(scope, { filter, cursor });
      found.push(...page.entries.map(({ resourceId }) => resourceId));
      pages.push(page.entries.length);
      cursor = page.nextCursor;
      searchedTo.push(page.searchedTo);
    } while (cursor !== null);
    expect(found).toEqual(["7501", "6001", "4501", "3001", "1501", "1"]);
    expect(pages).toEqual([1, 1, 2, 1, 1]);
    expect(searchedTo.pop()).toBeNull();
    expect(searchedTo).toHaveLength(pages.length - 1);
    const backwards = searchedTo.toSorted((one, other) => Number(other) - Number(one));
    expect(searchedTo).toEqual(backwards);
  });
});

it("tells of a bar with very many entries that it is at least so high", async () => {
  const now = Date.now();
  const edges = [new Date(now - 2 * 86_400_000), new Date(now)];
  const bars = await auditLogService.histogram({ organizationId: "acme" }, { edges, viewer: "admin" });
  expect(bars).toEqual([{ from: edges[0], to: edges[1], entries: 2_000, isAtLeast: true }]);
});
