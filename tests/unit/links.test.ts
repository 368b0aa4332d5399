import { describe, expect, it } from "vitest";
import { olderHref } from "@/app/_shell/Activity";
import { consoleLinks } from "@/app/_shell/links";
import { viewerOf } from "@/app/_shell/viewer";
import type { Actor } from "@/modules/access/access.types";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf } from "./renderSupport";

const admin: Actor = {
  type: "user",
  id: "u1",
  name: "Ana",
  email: "ana@example.com",
  organizationId: "acme",
  organizationRole: "admin",
  platformRole: "user",
  impersonator: null,
};
const member: Actor = { ...admin, organizationRole: "member" };
const operator: Actor = { ...admin, organizationId: null, organizationRole: null, platformRole: "admin" };

async function linksOf(change: Partial<AuditLogEntry>, reader = admin) {
  const entry = entryOf(change);
  const links = await consoleLinks(reader)([entry]);
  return {
    actor: links.actor(entry),
    impersonator: links.impersonator?.(entry),
    resource: links.resource(entry),
    entry: links.entry?.(entry),
  };
}

describe("the console's links", () => {
  const change = { id: "e1", actorId: "u2", impersonatorId: "u3", resourceType: "post", resourceId: "p1" };

  it.each([admin, operator])("lead to histories and the entry", async (reader) => {
    expect(await linksOf(change, reader)).toEqual({
      actor: "/admin/audit/actors/u2",
      impersonator: "/admin/audit/actors/u3",
      resource: "/admin/audit/resources/post/p1",
      entry: "/admin/audit/e1",
    });
  });

  it("are none for whoever may not read the log, and none to nobody", async () => {
    const none = { actor: null, impersonator: null, resource: null, entry: null };
    expect(await linksOf(change, member)).toEqual(none);
    expect(await linksOf({ actorId: null, impersonatorId: null })).toMatchObject({
      actor: null,
      impersonator: null,
    });
  });

  it.each([
    ["javascript:alert(1)", "javascript%3Aalert(1)"],
    ["a/b?c#d", "a%2Fb%3Fc%23d"],
    ["//evil.example", "%2F%2Fevil.example"],
    ["..\\..", "..%5C.."],
    ["a\r\nb\tc", "a%0D%0Ab%09c"],
    ["%2e%2e", "%252e%252e"],
    ["موقع", "%D9%85%D9%88%D9%82%D8%B9"],
    ["...", "..."],
  ])("hold %j as a part of the path", async (id, encoded) => {
    const links = await linksOf({ id, actorId: id, resourceType: id, resourceId: id });
    expect(links).toMatchObject({
      actor: `/admin/audit/actors/${encoded}`,
      resource: `/admin/audit/resources/${encoded}/${encoded}`,
      entry: `/admin/audit/${encoded}`,
    });
    for (const href of Object.values(links).filter((link) => typeof link === "string"))
      expect(new URL(href, "https://app.example").href).toBe(`https://app.example${href}`);
  });

  it.each(["", ".", "..", "\ud800"])("lead nowhere with %j, which no path can hold", async (id) => {
    const none = { actor: null, resource: null, entry: null };
    expect(await linksOf({ id, actorId: id, resourceId: id })).toMatchObject(none);
    expect(await linksOf({ resourceType: id })).toMatchObject({ resource: null });
  });
});

describe("older entries", () => {
  it.each([
    [{}, "?cursor=c#activity"],
    [{ cursor: "before" }, "?cursor=c#activity"],
    [{ tab: "a b", tag: ["x", "y&z"], none: undefined }, "?tab=a+b&tag=x&tag=y%26z&cursor=c#activity"],
    [{ form: "edit", error: "conflict", fields: "title", tab: "x" }, "?tab=x&cursor=c#activity"],
  ])("of a page with %j are at %s", (query, href) => {
    expect(olderHref(query)("c")).toBe(href);
  });

  it("stay at the page, whatever the cursor", () => {
    expect(olderHref({})("a&b=c#d")).toBe("?cursor=a%26b%3Dc%23d#activity");
  });
});

it.each([
  [member, "member"],
  [admin, "admin"],
  [{ ...admin, organizationRole: "owner" }, "admin"],
  [{ ...member, organizationId: null, organizationRole: null }, "member"],
  [operator, "operator"],
  [{ ...member, platformRole: "admin" }, "operator"],
  [{ ...member, platformRole: "admin", impersonator: { id: "u9", name: "Priya" } }, "member"],
] satisfies [Actor, string][])("%j reads as %s", (actor, viewer) => {
  expect(viewerOf(actor)).toBe(viewer);
});
