import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { exportFormats } from "@/modules/auditLog/export/export.types";
import { openDatabase, withEntries, type Entry } from "./support/database";
import { Visitor } from "./support/visitor";
import { makeTenant, type NewTenant } from "./tenants/newTenant";
import { makePost } from "./tenants/world";

const sql = openDatabase();
let tenant: NewTenant;

// Whoever has read nothing yet.
beforeEach(async () => {
  tenant = await makeTenant(sql);
});

/** What the log says of itself after a number of requests, one after the other. */
async function readsOf(paths: readonly string[]): Promise<Entry[]> {
  const { entries } = await withEntries(sql, async () => {
    for (const path of paths) expect((await tenant.owner.ask(path)).status, path).toBe(200);
  });
  return entries.filter(({ action }) => action.startsWith("audit_log."));
}

const times = (count: number, path: string) => Array.from({ length: count }, () => path);

describe("one entry tells that somebody", () => {
  const console = { action: "audit_log.viewed", resource_type: "audit_log" };
  const opened = { action: "audit_log.entry_viewed", resource_type: "audit_log_entry", metadata: {} };
  type Reading = { what: string; paths: () => string[]; told: () => Partial<Entry> };
  const readings: Reading[] = [
    {
      what: "opened the console ten times",
      paths: () => times(10, "/admin/audit"),
      told: () => ({ ...console, resource_id: tenant.organization, metadata: { query: "" } }),
    },
    {
      what: "opened it by whatever else in the address says the same",
      paths: () =>
        ["", "?q=", "?q=+%20+", "?cursor=x", "?cursor=a&cursor=b", "?q=&q=x", "?panel=0", "?n=1"].map(
          (query) => `/admin/audit${query}`,
        ),
      told: () => ({ ...console, resource_id: tenant.organization, metadata: { query: "" } }),
    },
    {
      what: "searched for the same, however it was typed",
      paths: () =>
        [
          "action:post.* outcome:success",
          "  outcome:success   action:post.*",
          'outcome:"success" action:"post.*"',
        ]
          .map((line) => `/admin/audit?${new URLSearchParams({ q: line }).toString()}`)
          .flatMap((path) => [path, `${path}&cursor=x`]),
      told: () => ({ ...console, metadata: { query: "action:post.* outcome:success" } }),
    },
    {
      what: "opened an entry ten times",
      paths: () => [
        ...times(10, `/admin/audit/${tenant.entry}`),
        `/admin/audit/${tenant.entry.toUpperCase()}?cursor=x`,
      ],
      told: () => ({ ...opened, resource_id: tenant.entry }),
    },
    {
      what: "opened an actor’s history, and parts of it",
      paths: () =>
        ["", "?show=as-others", "?show=as-them", "?cursor=x", "", ""].map(
          (query) => `/admin/audit/actors/${tenant.user}${query}`,
        ),
      told: () => ({
        ...console,
        resource_id: tenant.organization,
        metadata: { query: `actor:${tenant.user}` },
      }),
    },
    {
      what: "opened a resource’s history",
      paths: () =>
        ["", "?cursor=x", "?show=x", ""].map((query) => `/admin/audit/resources/post/${tenant.post}${query}`),
      told: () => ({
        ...console,
        resource_id: tenant.organization,
        metadata: { query: `resource:post/${tenant.post}` },
      }),
    },
    ...exportFormats.map((format) => ({
      what: `exported as ${format}`,
      paths: () => times(5, `/api/audit/export?q=action:post.*&format=${format}`),
      told: () => ({
        action: "audit_log.exported",
        resource_type: "audit_log",
        resource_id: tenant.organization,
        metadata: { query: "action:post.*", format },
      }),
    })),
  ];

  it.each(readings)("$what", async ({ paths, told }) => {
    const reads = await readsOf(paths());
    expect(reads).toEqual([
      expect.objectContaining({ outcome: "success", organization_id: tenant.organization, ...told() }),
    ]);
  });

  it("read page after page", async () => {
    for (let at = 0; at < 110; at++) await makePost(tenant.owner, tenant.project);
    const pages: string[] = [];
    const { entries } = await withEntries(sql, async () => {
      let next: string | undefined = "/admin/audit";
      while (next !== undefined) {
        pages.push(next);
        next = olderHref((await tenant.owner.ask(next)).body);
      }
    });
    expect(pages).toHaveLength(3);
    expect(entries.map(({ action }) => action)).toEqual(["audit_log.viewed"]);
  });

  it("opened it in ten windows at once", async () => {
    const { entries } = await withEntries(sql, () =>
      Promise.all(times(10, "/admin/audit").map((path) => tenant.owner.ask(path))),
    );
    expect(entries.map(({ action }) => action)).toEqual(["audit_log.viewed"]);
  });
});

it("reading of what was read is recorded once, and then no more", async () => {
  expect(await readsOf(["/admin/audit"])).toHaveLength(1);
  const [row] = await sql`
    select id from audit_logs where actor_id = ${tenant.user} and action = 'audit_log.viewed'`;
  const read = z.string().parse(row?.id);
  const all = [
    "/admin/audit",
    `/admin/audit/${read}`,
    `/admin/audit/actors/${tenant.user}`,
    "/admin/audit/exports",
  ];
  expect(await readsOf(all)).toHaveLength(2);
  expect(await readsOf([...all, ...all, ...all])).toEqual([]);
});

it("a search does not find that it was searched for", async () => {
  const path = "/admin/audit?q=nordlys";
  const nothing = (await tenant.owner.ask(path)).body;
  expect(nothing).toContain("No entries");
  expect((await tenant.owner.ask(path)).body).toContain("No entries");
});

it("what can’t be understood reads nothing, and is recorded as nothing", async () => {
  expect(await readsOf(["/admin/audit?q=nonsense:1", "/admin/audit?q=organization:platform"])).toEqual([]);
});

it("a platform administrator reads without a trace in the tenant’s own log, and with one in the platform’s", async () => {
  const priya = await Visitor.signIn("priya@demo.example");
  const paths = [
    `/admin/audit?q=organization:${tenant.organization}`,
    `/admin/audit/${tenant.entry}`,
    `/admin/audit/actors/${tenant.user}`,
    `/admin/audit/resources/post/${tenant.post}`,
    `/api/audit/export?q=organization:${tenant.organization}&format=csv`,
  ];
  const { entries } = await withEntries(sql, async () => {
    for (const path of [...paths, ...paths]) expect((await priya.ask(path)).status, path).toBe(200);
  });
  expect(entries.map(({ organization_id, actor_name }) => [organization_id, actor_name])).toEqual(
    paths.map(() => ["", "Priya Natarajan"]),
  );
  expect((await tenant.owner.ask("/admin/audit")).body).not.toContain("Priya");
});

function olderHref(html: string): string | undefined {
  const [, href] = /href="([^"]*[?&;]cursor=[^"]+)"/.exec(html) ?? [];
  return href?.replaceAll("&amp;", "&");
}
