import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { idOf, openDatabase } from "./support/database";
import { problemOf } from "./support/problems";
import type { Visitor } from "./support/visitor";
import { makePost, makeProject, makeWorld, type World } from "./tenants/world";

const sql = openDatabase();
let world: World;
let own: Side;
let foreign: Side;

/** Somebody, and a project of theirs with more in its feed than a page holds. */
type Side = { visitor: Visitor; user: string; project: string };

beforeAll(async () => {
  world = await makeWorld(sql);
  own = await makeSide(world.erik, "erik@demo.example");
  foreign = await makeSide(world.ana, "ana@demo.example");
});

async function makeSide(visitor: Visitor, email: string): Promise<Side> {
  const project = await makeProject(visitor);
  for (let at = 0; at < 55; at++) await makePost(visitor, project);
  return { visitor, project, user: await idOf(sql, { table: "users", column: "email", value: email }) };
}

type Shown = { list: string; path: (side: Side) => string; isLong?: true };

/** Every page with a list. Of one that is long there is more than a page. */
const pages: Record<string, Shown> = {
  "the console": { list: "log", path: () => "/admin/audit?q=created:all", isLong: true },
  "a search": { list: "posts", path: () => "/admin/audit?q=action:post.*+created:all", isLong: true },
  "an actor’s history": { list: "actor", path: ({ user }) => `/admin/audit/actors/${user}`, isLong: true },
  "a part of it": { list: "part", path: ({ user }) => `/admin/audit/actors/${user}?show=as-others` },
  "one’s own activity": { list: "actor", path: () => "/account", isLong: true },
  "a resource’s history": {
    list: "project",
    path: ({ project }) => `/admin/audit/resources/project/${project}`,
    isLong: true,
  },
  "a project’s feed": { list: "project", path: ({ project }) => `/projects/${project}`, isLong: true },
  "the organization’s feed": { list: "organization", path: () => "/members" },
};
const table = Object.entries(pages).map(([name, page]) => ({ name, ...page }));

const withQuery = (path: string, query: string) => `${path}${path.includes("?") ? "&" : "?"}${query}`;
const withCursor = (path: string, cursor: string) =>
  withQuery(path, new URLSearchParams({ cursor }).toString());

async function cursorOn(visitor: Visitor, path: string): Promise<string | undefined> {
  return /[?;&]cursor=([\w-]+)/.exec((await visitor.ask(path)).body)?.[1];
}

async function requireCursor(visitor: Visitor, path: string): Promise<string> {
  const cursor = await cursorOn(visitor, path);
  if (cursor === undefined) throw new Error(`${path} has no more than a page`);
  return cursor;
}

/** The ids of a page's entries; null where it was refused as a mistake. */
async function entriesOn(path: string): Promise<string[] | null> {
  const { status, body } = await own.visitor.ask(path);
  expect([200, 400], path).toContain(status);
  return status === 400 ? null : [...body.matchAll(/data-entry-id="([^"]+)"/g)].map(([, id = ""]) => id);
}

/** What is no cursor of any list, made of one. */
function broken(cursor: string): Record<string, string> {
  const withOther = (at: number) =>
    `${cursor.slice(0, at)}${cursor[at] === "A" ? "B" : "A"}${cursor.slice(at + 1)}`;
  return {
    "an entry’s id": world.fjord.entry,
    "another tenant’s entry’s id": world.acme.entry,
    "the greatest id": "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "its beginning": cursor.slice(0, 37),
    "more than it": `${cursor}A`,
    "far more than it": cursor.repeat(200),
    "it in capitals": cursor.toUpperCase(),
    "a NUL": "\0",
    markup: "\u{1f4a9}'\"><script>",
    zeros: "A".repeat(38),
    ...Object.fromEntries([0, 7, 15, 21, 22, 36].map((at) => [`another character ${at}`, withOther(at)])),
  };
}

/** What is a cursor of another list, or of the same list of somebody else's. */
async function ofOthers(list: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {
    "the operator’s, of all tenants": await requireCursor(world.priya, "/admin/audit?q=created:all"),
  };
  for (const { name, path, ...other } of table) {
    const ownCursor = other.list === list ? undefined : await cursorOn(own.visitor, path(own));
    const foreignCursor = await cursorOn(foreign.visitor, path(foreign));
    if (ownCursor !== undefined) found[`one’s own, of ${name}`] = ownCursor;
    if (foreignCursor !== undefined) found[`another tenant’s, of ${name}`] = foreignCursor;
  }
  return found;
}

describe.each(table)("$name", ({ list, path }) => {
  it("takes a wrong cursor for none", async () => {
    const others = await ofOthers(list);
    const [any = ""] = Object.values(others);
    const wrong = { ...others, ...broken((await cursorOn(own.visitor, path(own))) ?? any) };
    let first = await entriesOn(path(own));
    for (const [what, cursor] of Object.entries(wrong)) {
      const found = await entriesOn(withCursor(path(own), cursor));
      // The first page may have moved on.
      if (String(found) !== String(first)) first = await entriesOn(path(own));
      expect([first, null], what).toContainEqual(found);
    }
    await requireOwn(first ?? []);
  });

  it("takes several cursors for none", async () => {
    const cursor = (await cursorOn(own.visitor, path(own))) ?? "x";
    for (const query of [`cursor=${cursor}&cursor=${cursor}`, `cursor[]=${cursor}`, `cursor[id]=${cursor}`])
      expect([await entriesOn(path(own)), null], query).toContainEqual(
        await entriesOn(withQuery(path(own), query)),
      );
  });
});

it.each(table.filter(({ isLong }) => isLong))(
  "$name takes its own cursor, and goes on with the tenant’s own entries",
  async ({ path }) => {
    const first = (await entriesOn(path(own))) ?? [];
    const cursor = await requireCursor(own.visitor, path(own));
    const second = (await entriesOn(withCursor(path(own), cursor))) ?? [];
    expect(second.length).toBeGreaterThan(0);
    expect(second.filter((id) => first.includes(id))).toEqual([]);
    await requireOwn([...first, ...second]);
  },
);

it("a cursor takes no search out of its window", async () => {
  const cursor = await requireCursor(own.visitor, "/admin/audit?q=created:all");
  const found = (await entriesOn(withCursor("/admin/audit?q=created:24h", cursor))) ?? [];
  const older = await sql`
    select from audit_logs where id = any(${found}::uuid[]) and created_at < now() - interval '24 hours'`;
  expect(older).toHaveLength(0);
  await requireOwn(found);
});

it.each([
  ["GET /api/audit/export?q=created:all&format=ndjson", "cursor"],
  ["GET /api/audit/export?q=created:all&format=csv", "before"],
  ["GET /api/posts?projectId=", "cursor"],
])("%s takes no %s", async (request, name) => {
  const cursor = await requireCursor(own.visitor, "/admin/audit?q=created:all");
  const path = request.replace("GET ", "").replace("projectId=", `projectId=${own.project}`);
  const answer = await own.visitor.ask(`${path}&${name}=${cursor}`);
  expect(problemOf(answer)).toEqual({ status: 400, code: "invalid_input" });
});

it("the stream takes no mark but a whole one", async () => {
  const ask = (since: string) => {
    const query = new URLSearchParams({ resourceType: "project", resourceId: own.project, since });
    return own.visitor.ask(`/api/audit/live?${query.toString()}`);
  };
  const { mark } = world;
  const [instant = "", snapshot = "", tag = ""] = mark.split(".");
  const wrong = [
    "",
    "0.1:1:.A",
    mark.slice(0, -1),
    `${mark}A`,
    mark + mark,
    mark.repeat(100),
    ["0", snapshot, tag].join("."),
    [instant, "1:1:", tag].join("."),
    [instant, snapshot, "A".repeat(tag.length)].join("."),
    await requireCursor(own.visitor, "/admin/audit?q=created:all"),
    "\0",
  ];
  expect((await ask(mark)).status).toBe(200);
  for (const since of wrong)
    expect(problemOf(await ask(since)), since).toEqual({ status: 400, code: "invalid_input" });
});

async function requireOwn(entries: readonly string[]): Promise<void> {
  const rows =
    await sql`select distinct organization_id from audit_logs where id = any(${[...entries]}::uuid[])`;
  const tenants = z.array(z.object({ organization_id: z.string() })).parse([...rows]);
  expect(tenants).toEqual(entries.length === 0 ? [] : [{ organization_id: world.fjord.organization }]);
}
