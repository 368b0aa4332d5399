import fc from "fast-check";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry, TenantScope } from "@/modules/auditLog/auditLog.types";
import { emptyFilter, type AuditLogFilter, type Terms } from "@/modules/auditLog/search/search.types";
import { madeId } from "@/tests/setup/madeId";
import { entry, freshId, logAnything } from "./auditLogSupport";

const ana = "0191a000-0000-7000-8000-00000000000a";
const bo = "0191a000-0000-7000-8000-00000000000b";
const tenants = ["acme", "fjord"] as const;
const start = Date.parse("2026-08-01T00:00:00Z");
const hour = 3_600_000;

const people = [
  { type: "user", id: ana, name: "Ana Silva" },
  { type: "user", id: bo, name: "Bo_50%" },
  { type: "user", id: bo, name: "Bo_50%", impersonator: { id: ana, name: "Ana Silva" } },
  { type: "api_key", id: "key/1", name: null },
  { type: "system", id: null, name: null },
];
const actions = ["post.updated", "post.deleted", "user.banned", "old_area.thing.gone"];
const outcomes = ["success", "failure", "denied"] as const;
const resources = [
  { resourceType: "post", resourceId: "p1", resourceName: "Harbor “plans”" },
  { resourceType: "post", resourceId: "p/2", resourceName: null },
  { resourceType: "project", resourceId: "p1", resourceName: 'a "quoted" \\ name' },
];
const metadatas = [{}, { reason: "Out of date" }, { note: '5% "off"\n', deep: { word: "Harbor" } }];

let all: AuditLogEntry[] = [];

beforeAll(async () => {
  const pick = <Item>(items: readonly Item[], at: number) => items[at % items.length];
  for (let at = 0; at < 240; at++)
    await logAnything({
      actor: pick(people, at * 7),
      action: pick(actions, Math.floor(at / 3)),
      outcome: pick(outcomes, Math.floor(at / 5)),
      organizationId: pick(tenants, Math.floor(at / 2)),
      ...pick(resources, at * 5 + Math.floor(at / 11)),
      metadata: pick(metadatas, Math.floor(at / 7)),
      occurredAt: new Date(start + Math.floor(at / 4) * hour),
    });
  await insertWithAddresses();
  all = (await pagesOf({ allOrganizations: true }, emptyFilter)).filter(
    ({ createdAt }) => createdAt.getTime() < start + 60 * hour,
  );
});

/** Addresses come from requests, of which there is none here. */
async function insertWithAddresses() {
  const at = new Date(start + 20 * hour).toISOString();
  await db.execute(sql`
    insert into audit_logs (id, organization_id, actor_type, action, resource_type, resource_id, ip, created_at)
    select ${madeId(sql`${at}::timestamptz`, sql`n`)}, 'acme', 'user', 'post.updated', 'post', 'p1',
      (array['203.0.113.7', '203.0.113.8', '198.51.100.1', '2001:db8::7'])[n % 4 + 1]::inet, ${at}::timestamptz
    from generate_series(1, 12) n`);
}

async function pagesOf(scope: TenantScope, filter: AuditLogFilter): Promise<AuditLogEntry[]> {
  const found: AuditLogEntry[] = [];
  let cursor: string | null = null;
  do {
    const page = await auditLogService.search(scope, { filter, cursor, limit: 17, viewer: "operator" });
    found.push(...page.entries);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const blocks: Record<string, string> = { "203.0.113.0/24": "203.0.113.", "2001:db8::/32": "2001:db8:" };

/** What the documentation of a filter says, in other words. */
function isMatch(entry: AuditLogEntry, filter: AuditLogFilter): boolean {
  const has = (text: string | null, part: string) =>
    text?.toLowerCase().includes(part.toLowerCase()) === true;
  const isUuid = (value: string) => /^[0-9a-f-]{36}$/.test(value);
  const byActor = (value: string) =>
    [entry.actorId, entry.impersonatorId].includes(value) ||
    (!isUuid(value) && (has(entry.actorName, value) || has(entry.impersonatorName, value)));
  const byAction = (value: string) =>
    value.endsWith("*") ? entry.action.startsWith(value.slice(0, -1)) : entry.action === value;
  const byResource = (value: string) =>
    value === entry.resourceType || value === `${entry.resourceType}/${entry.resourceId}`;
  const names = [entry.resourceName, entry.actorName, entry.impersonatorName];
  const byWord = (word: string) =>
    names.some((name) => has(name, word)) ||
    entry.resourceId === word ||
    has(JSON.stringify(entry.metadata), JSON.stringify(word).slice(1, -1));
  const isFrom = (value: string) =>
    entry.ip !== null && (entry.ip === value || entry.ip.startsWith(blocks[value] ?? "none"));
  const holds = ({ is, not }: Terms, test: (value: string) => boolean) =>
    (is.length === 0 || is.some(test)) && !not.some(test);
  return (
    holds(filter.actor, byActor) &&
    holds(filter.action, byAction) &&
    holds(filter.resource, byResource) &&
    holds(filter.outcome, (value) => entry.outcome === value) &&
    holds(filter.address, isFrom) &&
    holds(filter.request, (value) => entry.requestId === value) &&
    filter.words.is.every(byWord) &&
    !filter.words.not.some(byWord) &&
    (filter.from === null || entry.createdAt >= filter.from) &&
    (filter.to === null || entry.createdAt < filter.to)
  );
}

const terms = (...values: string[]): fc.Arbitrary<Terms> =>
  fc.record({
    is: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(values, { maxLength: 2 })),
    not: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.subarray(values, { maxLength: 1 })),
  });
const instant = fc.option(
  fc.integer({ min: -2, max: 62 }).map((hours) => new Date(start + hours * hour)),
  { nil: null },
);
const filters: fc.Arbitrary<AuditLogFilter> = fc.record({
  actor: terms(ana, bo, "ana", "BO_5", "50%", "key/1", "nobody", "\0"),
  action: terms("post.updated", "post.*", "old_area.*", "user.banned", "none.*", "po_t.*"),
  resource: terms("post", "post/p1", "post/p/2", "project", "post/none"),
  outcome: terms("success", "denied", "failure"),
  address: terms("203.0.113.7", "203.0.113.0/24", "2001:db8::/32"),
  request: terms("none", "other"),
  words: terms("harbor", '"quoted" \\', "5%", "_", "out of", "p1", "reason"),
  from: instant,
  to: instant,
});

describe("a search", () => {
  it("has every entry to be found", () => {
    expect(all).toHaveLength(252);
  });

  it("finds what its filter says, each entry once, newest first, whatever is combined", async () => {
    const scopes = fc.constantFrom<TenantScope>(
      { organizationId: "acme" },
      { organizationId: "fjord" },
      { allOrganizations: true },
    );
    let runsWithMatches = 0;
    await fc.assert(
      fc.asyncProperty(scopes, filters, async (scope, filter) => {
        const bounded = { ...filter, to: filter.to ?? new Date(start + 60 * hour) };
        const inScope = (entry: AuditLogEntry) =>
          "allOrganizations" in scope || entry.organizationId === scope.organizationId;
        const expected = all.filter((entry) => inScope(entry) && isMatch(entry, bounded));
        const found = await pagesOf(scope, bounded);
        expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        if (found.length > 0) runsWithMatches++;
        const edges = [-3, 10, 30, 31, 62].map((hours) => new Date(start + hours * hour));
        const bars = await auditLogService.histogram(scope, { filter, edges, viewer: "operator" });
        const unbounded = { ...filter, from: null, to: null };
        const heights = bars.map(
          ({ from, to }) =>
            all.filter((entry) => inScope(entry) && isMatch(entry, { ...unbounded, from, to })).length,
        );
        expect(bars.map(({ entries }) => entries)).toEqual(heights);
      }),
      { numRuns: 150 },
    );
    expect(runsWithMatches).toBeGreaterThan(15);
  });

  it("tells the whole table's entries to nobody who names a tenant that has none", async () => {
    expect(await pagesOf({ organizationId: "nobody" }, emptyFilter)).toEqual([]);
    expect(await pagesOf({ organizationId: null }, emptyFilter)).toEqual([]);
  });
});

describe("an id in capital letters", () => {
  const id = "ABCDEF00-1111-4222-8333-ABCDEF001111";
  const wanted = (spelling: string) => [
    { ...emptyFilter, actor: { is: [spelling], not: [] } },
    { ...emptyFilter, resource: { is: [`post/${spelling}`], not: [] } },
  ];

  it("is found as it is stored, and one in small letters by capitals too", async () => {
    const organizationId = freshId("tenant");
    const log = (each: string) =>
      auditLogService.log(entry({ organizationId, actor: { type: "user", id: each }, resourceId: each }));
    const small = id.toLowerCase();
    const [capital, other] = [await log(id), await log(small)];
    for (const filter of wanted(id)) {
      const { entries } = await auditLogService.search({ organizationId }, { filter });
      expect(entries).toMatchObject([{ id: other.id }, { id: capital.id }]);
    }
    for (const filter of wanted(small)) {
      const { entries } = await auditLogService.search({ organizationId }, { filter });
      expect(entries).toMatchObject([{ id: other.id }]);
    }
  });
});
