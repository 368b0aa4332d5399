import { describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { entry, freshId } from "./auditLogSupport";

type Place = { cursor: string | null };

const idsOf = ({ entries }: AuditLogPage) => entries.map(({ id }) => id);

/** Every page, each asked for with the cursor of the one before. */
async function pagesOf(read: (place: Place) => Promise<AuditLogPage>, between = async () => {}) {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const page: AuditLogPage = await read({ cursor });
    pages.push(idsOf(page));
    cursor = page.nextCursor;
    await between();
  } while (cursor !== null);
  return pages;
}

function swapAt(text: string, at: number): string {
  const other = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + other + text.slice(at + 1);
}

async function logMany(count: number, change: Parameters<typeof entry>[0]) {
  const ids: string[] = [];
  for (let made = 0; made < count; made++) ids.push((await auditLogService.log(entry(change))).id);
  return ids;
}

describe("a page", () => {
  it("holds the newest first, and nobody else's", async () => {
    const [mine, other] = [freshId("post"), freshId("post")];
    const ids = await logMany(5, { resourceId: mine });
    await logMany(2, { resourceId: other });
    await logMany(2, { resourceType: "project", resourceId: mine });
    const page = await auditLogService.getForResource("post", mine);
    expect(idsOf(page)).toEqual(ids.toReversed());
    expect(page.nextCursor).toBeNull();
  });

  it("leads to the next one: each entry once, though all are of one instant", async () => {
    const at = new Date("2026-10-10T10:10:10.010Z");
    const resourceId = freshId("post");
    const ids = await logMany(40, {
      resourceId,
      occurredAt: at,
      actorId: resourceId,
      organizationId: resourceId,
    });
    const reads = [
      (place: Place) => auditLogService.getForResource("post", resourceId, { ...place, limit: 7 }),
      (place: Place) => auditLogService.getForActor(resourceId, { ...place, limit: 7 }),
      (place: Place) => auditLogService.search({ organizationId: resourceId }, { ...place, limit: 7 }),
    ];
    for (const read of reads) {
      const pages = await pagesOf(read);
      expect(pages.map((page) => page.length)).toEqual([7, 7, 7, 7, 7, 5]);
      expect(pages.flat()).toEqual(ids.toReversed());
    }
  });

  it("is not shifted by entries that come meanwhile", async () => {
    const resourceId = freshId("post");
    const ids = await logMany(10, { resourceId });
    const read = (place: Place) => auditLogService.getForResource("post", resourceId, { ...place, limit: 3 });
    const pages = await pagesOf(read, async () => void (await logMany(2, { resourceId })));
    expect(pages.flat()).toEqual(ids.toReversed());
  });

  it("ends at the last entry, also where it fills a page", async () => {
    const resourceId = freshId("post");
    await logMany(6, { resourceId });
    const pages = await pagesOf((place) =>
      auditLogService.getForResource("post", resourceId, { ...place, limit: 3 }),
    );
    expect(pages.map((page) => page.length)).toEqual([3, 3]);
  });

  it.each([
    [1, 1],
    [100, 100],
    [0, 50],
    [-1, 50],
    [101, 50],
    [1.5, 50],
    [Number.NaN, 50],
    [Infinity, 50],
    [undefined, 50],
  ])("asked for %s entries holds %s", async (limit, held) => {
    const actorId = `limits-${String(limit)}`;
    await Promise.all(Array.from({ length: 105 }, () => auditLogService.log(entry({ actorId }))));
    expect((await auditLogService.getForActor(actorId, { limit })).entries).toHaveLength(held);
  });

  it.each([
    "",
    "x",
    "' or true --",
    "01a00000-0000-7000-8000-00000000000g",
    `01a00000-0000-7000-8000-000000000000${"0".repeat(100_000)}`,
    "\0",
    "\uD800",
    {},
    ["01a00000-0000-7000-8000-000000000000"],
    12,
    null,
  ])("with a broken cursor is the first one: %j", async (cursor: unknown) => {
    const resourceId = freshId("post");
    const ids = await logMany(2, { resourceId });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a query string may hold anything
    const page = await auditLogService.getForResource("post", resourceId, { cursor: cursor as string });
    expect(idsOf(page)).toEqual(ids.toReversed());
  });

  it("with another list's cursor, or an altered one, is the first one", async () => {
    const [mine, other] = [freshId("post"), freshId("post")];
    const ids = await logMany(3, { resourceId: mine, organizationId: mine, actorId: mine });
    await logMany(3, { resourceId: other, organizationId: other, actorId: other });
    const first = ids.toReversed().slice(0, 2);
    const { organizationId } = { organizationId: mine };
    const filter = { ...emptyFilter, action: { is: ["post.*"], not: [] } };
    const reads = [
      (place: Place) => auditLogService.getForResource("post", mine, { ...place, limit: 2 }),
      (place: Place) => auditLogService.getForResource("post", mine, { ...place, organizationId, limit: 2 }),
      (place: Place) => auditLogService.getForActor(mine, { ...place, limit: 2 }),
      (place: Place) => auditLogService.getForActor(mine, { ...place, part: "own", limit: 2 }),
      (place: Place) => auditLogService.search({ organizationId }, { ...place, limit: 2 }),
      (place: Place) => auditLogService.search({ organizationId }, { ...place, filter, limit: 2 }),
    ];
    const foreign = await auditLogService.search({ organizationId: other }, { limit: 2 });
    const cursors = [foreign.nextCursor];
    for (const read of reads) cursors.push((await read({ cursor: null })).nextCursor);
    for (const [at, read] of reads.entries()) {
      for (const [from, cursor] of cursors.entries()) {
        const expected = from === at + 1 ? ids.slice(0, 1) : first;
        expect(idsOf(await read({ cursor })), `list ${at}, cursor ${from}`).toEqual(expected);
      }
      const own = cursors[at + 1] ?? "";
      for (const altered of [swapAt(own, 3), swapAt(own, 30), own.slice(1), `${own}A`, own.toLowerCase()]) {
        expect(idsOf(await read({ cursor: altered })), altered).toEqual(first);
      }
    }
  });

  it("may end before a run of repeats, and never inside one", async () => {
    const resourceId = freshId("post");
    const log = async (action: "post.updated" | "post.published") =>
      (await auditLogService.log({ action, resourceType: "post", resourceId, actorId: resourceId })).id;
    const ids: string[] = [];
    for (const count of [2, 3, 1, 4]) {
      ids.push(await log("post.published"));
      for (let made = 0; made < count; made++) ids.push(await log("post.updated"));
    }
    const pages = await pagesOf((place) =>
      auditLogService.getForResource("post", resourceId, { ...place, limit: 4, wholeRuns: true }),
    );
    expect(pages.map((page) => page.length)).toEqual([4, 3, 4, 3]);
    expect(pages.flat()).toEqual(ids.toReversed());
  });

  it("cuts a run that is longer than a page", async () => {
    const resourceId = freshId("post");
    const ids = await logMany(7, { resourceId, actorId: resourceId });
    const pages = await pagesOf((place) =>
      auditLogService.getForResource("post", resourceId, { ...place, limit: 3, wholeRuns: true }),
    );
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(ids.toReversed());
  });

  it.each(["\0", "\uD800", "", "x".repeat(100_000), "%00", "' or true --"])(
    "of an odd id is empty: %j",
    async (id) => {
      const pages = await Promise.all([
        auditLogService.getForResource(id, id, { organizationId: id }),
        auditLogService.getForResource("odd", id),
        auditLogService.getForActor(id),
        auditLogService.search({ organizationId: `${id}!` }),
      ]);
      expect(pages.flatMap(idsOf)).toEqual([]);
    },
  );
});

describe("a tenant's scope", () => {
  it("holds where ids recur among tenants, also for related entries", async () => {
    const [resourceId, actorId] = [freshId("shared"), freshId("actor")];
    const of = (organizationId: string | null) =>
      logMany(2, { resourceId, actorId, organizationId, related: [{ type: "project", id: resourceId }] });
    const [a, b, platform] = [await of("a"), await of("b"), await of(null)];
    const scopes = [
      ["a", a],
      ["b", b],
      [null, platform],
      [undefined, [...a, ...b, ...platform]],
    ] as const;
    for (const [organizationId, ids] of scopes) {
      const page = { organizationId };
      const expected = ids.toReversed();
      expect(idsOf(await auditLogService.getForResource("post", resourceId, page))).toEqual(expected);
      expect(idsOf(await auditLogService.getForResource("project", resourceId, page))).toEqual(expected);
      expect(idsOf(await auditLogService.getForActor(actorId, page))).toEqual(expected);
    }
  });

  it("is one organization, the platform, or all of them", async () => {
    const organizationId = freshId("org");
    const [tenants] = await logMany(1, { organizationId });
    const [platforms] = await logMany(1, { organizationId: null });
    expect(idsOf(await auditLogService.search({ organizationId }))).toEqual([tenants]);
    const platform = await auditLogService.search({ organizationId: null });
    expect(platform.entries[0]).toMatchObject({ id: platforms, organizationId: null });
    expect(idsOf(platform)).not.toContain(tenants);
    expect(idsOf(await auditLogService.search({ allOrganizations: true }, { limit: 2 }))).toEqual([
      platforms,
      tenants,
    ]);
  });
});

it("merges a resource's own and its related entries in order, page by page", async () => {
  const project = freshId("project");
  const ids: string[] = [];
  for (let made = 0; made < 23; made++) {
    const own = { resourceType: "project", resourceId: project };
    const related = { related: [{ type: "project", id: project }] };
    ids.push((await auditLogService.log(entry(made % 3 === 0 ? own : related))).id);
  }
  const pages = await pagesOf((place) =>
    auditLogService.getForResource("project", project, { ...place, limit: 5 }),
  );
  expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3]);
  expect(pages.flat()).toEqual(ids.toReversed());
});
