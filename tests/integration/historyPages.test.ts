import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleLinks } from "@/app/_shell/links";
import { consoleHref } from "@/app/admin/audit/_history/consoleHref";
import { findOrganizationName } from "@/app/admin/audit/_history/organizationName";
import { logHistoryRead, logRead, type Reader } from "@/app/admin/audit/_history/reader";
import { decodeSegment } from "@/app/admin/audit/_history/segment";
import { findActorName } from "@/app/admin/audit/actors/[actorId]/findActorName";
import { findResource } from "@/app/admin/audit/resources/[resourceType]/[resourceId]/findResource";
import { db } from "@/db/drizzle";
import { accessService } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { postService } from "@/modules/post/post.service";
import { entryOf } from "@/tests/unit/renderSupport";
import { captureErrors, entry, freshId } from "./auditLogSupport";
import { createAccount, updateUser } from "./authSupport";
import { actorOf, createWorld, newcomer, newPost, type World } from "./everyService/world";

let acme: World;
let fjord: World;
let admin: Reader;
let foreigner: Reader;
let operator: Reader;

beforeAll(async () => {
  [acme, fjord] = [await createWorld(), await createWorld()];
  const priya = await createAccount();
  await updateUser(priya.id, { role: "admin" });
  admin = readerOf(await actorOf(acme.admin));
  foreigner = readerOf(await actorOf(fjord.owner));
  operator = readerOf(await actorOf(priya));
});
afterAll(() => auditLogService.close());

function readerOf(actor: Actor): Reader {
  const access = accessService.auditAccess(actor, null);
  if (access === null) throw new Error(`${actor.name} may not read the audit log`);
  return { actor, access };
}

/** What a page is given of a link to it: the path's segments as they stand in the address. */
function segmentsOf(href: string | null): string[] {
  if (href === null) throw new Error("There is no link");
  return new URL(href, "https://atrium.example").pathname.split("/").slice(3);
}

describe("an id", () => {
  it.each([
    "plain",
    "with/slash",
    "../../etc/passwd",
    "100%",
    "%2F",
    "%252F",
    "a b+c?d#e&f=g;h",
    "日本語/🙂",
    "Ω\u0301",
    "\\back\\slash",
    "<script>",
    "\"quoted\" 'both'",
    "a:b,c -d *",
    "constructor",
  ])("%j leads to its own history and no other", async (id) => {
    const actorId = `${freshId()}${id}`;
    const about = { resourceType: id, resourceId: id, resourceName: `Name of ${id}` };
    const actor = { type: "service", id: actorId, name: `Name of ${id}` } as const;
    await auditLogService.log(entry({ ...about, actor, organizationId: acme.organizationId }));

    const shown = entryOf({ ...about, actorId });
    const links = await consoleLinks(admin.actor)([shown]);
    const [, type = "", resourceId = ""] = segmentsOf(links.resource(shown)).map(decodeSegment);
    expect(await findResource(admin, { type, id: resourceId })).toEqual({ name: `Name of ${id}` });
    const [, found = ""] = segmentsOf(links.actor(shown)).map(decodeSegment);
    expect(await findActorName(admin, found)).toBe(`Name of ${id}`);

    for (const reader of [operator, foreigner]) {
      const isAllowed = reader === operator;
      expect((await findResource(reader, { type, id: resourceId })) !== null).toBe(isAllowed);
      expect((await findActorName(reader, found)) !== null).toBe(isAllowed);
    }
  });

  it.each(["%zz", "%", "%E2%82", "%C3%28"])("of a path that is no text, %j, is not found", (segment) => {
    expect(() => decodeSegment(segment)).toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
  });

  it.each(["a/b", 'x" y', "a,b", "-x", "actor:y", "日本 語"])("%j is searched for as it is", (id) => {
    const line = new URL(
      consoleHref({ field: "actor", value: id }, { field: "action", value: "post.updated" }),
      "https://atrium.example",
    ).searchParams.get("q");
    const parsed = auditLogService.parseQuery(line ?? "", { timeZone: "UTC", now: new Date() });
    expect(parsed).toMatchObject({ errors: [], window: { preset: "all" } });
    expect(parsed.filter).toMatchObject({
      actor: { is: [id] },
      action: { is: ["post.updated"] },
      from: null,
    });
  });
});

describe("an actor's title", () => {
  it("is their newest name, also of who has only acted as others", async () => {
    const [bo, ana] = [freshId("bo"), freshId("ana")];
    const log = (name: string, impersonator?: { id: string; name: string | null }) =>
      auditLogService.log(
        entry({
          actor: { type: "user", id: bo, name, impersonator: impersonator ?? null },
          organizationId: acme.organizationId,
        }),
      );
    await log("Bo");
    await log("Bo Berg", { id: ana, name: "Ana" });
    expect(await findActorName(admin, bo)).toBe("Bo Berg");
    expect(await findActorName(admin, ana)).toBe("Ana");
    await log("\u200B", { id: ana, name: null });
    expect(await findActorName(admin, bo)).toBe("Somebody without a name");
    expect(await findActorName(admin, ana)).toBe("Somebody without a name");
  });

  it("is a member's without an entry, and nobody else's", async () => {
    const silent = await newcomer(acme);
    expect(await findActorName(admin, silent.id)).toBe(silent.name);
    expect(await findActorName(operator, silent.id)).toBe(silent.name);
    expect(await findActorName(foreigner, silent.id)).toBeNull();
    expect(await findActorName(admin, fjord.member.id)).toBeNull();
    for (const id of [crypto.randomUUID(), "not-an-id", "", "\0", "' or true --"])
      expect(await findActorName(operator, id)).toBeNull();
  });

  it("is not the platform's for whoever acts as one of its administrators", async () => {
    const actor = await actorOf(acme.admin);
    const behind = { id: "x", name: "X" };
    const masked = readerOf({ ...actor, platformRole: "admin", impersonator: behind });
    expect(masked.access.viewer).toBe("admin");
    expect(await findActorName(masked, fjord.member.id)).toBeNull();
    expect(await findOrganizationName(masked, fjord.organizationId)).toBeNull();
  });
});

describe("a resource's title", () => {
  it("is its last name, however much happened to what is related to it since", async () => {
    const post = await newPost(acme, "First name");
    const actor = await actorOf(acme.admin);
    await postService.edit(actor, { postId: post.id, title: "Last name" });
    await postService.delete(actor, { postId: post.id });
    const related = [{ type: "post", id: post.id }];
    const others = Array.from({ length: 120 }, () => ({
      ...entry({ actor, related }),
      resourceName: "Other",
    }));
    await auditLogService.logMany(others);
    expect(await findResource(admin, { type: "post", id: post.id })).toEqual({ name: "Last name" });
    expect(await findResource(operator, { type: "post", id: post.id })).toEqual({ name: "Last name" });
    expect(await findResource(foreigner, { type: "post", id: post.id })).toBeNull();
    expect(await findResource(admin, { type: "project", id: post.id })).toBeNull();
  });

  it("is none where only others' entries name it, or by nothing that can be seen", async () => {
    const [thing, nameless] = [freshId(), freshId()];
    const tenant = { organizationId: acme.organizationId };
    await auditLogService.log(entry({ ...tenant, related: [{ type: "folder", id: thing }] }));
    await auditLogService.log(entry({ ...tenant, resourceId: nameless, resourceName: "\u200B" }));
    expect(await findResource(admin, { type: "folder", id: thing })).toEqual({ name: null });
    expect(await findResource(admin, { type: "post", id: nameless })).toEqual({ name: null });
  });
});

it("an organization is called what it is now, to those who may know", async () => {
  expect(await findOrganizationName(admin, acme.organizationId)).toBe("Acme");
  expect(await findOrganizationName(operator, acme.organizationId)).toBe("Acme");
  expect(await findOrganizationName(operator, crypto.randomUUID())).toBeNull();
  expect(await findOrganizationName(foreigner, acme.organizationId)).toBeNull();
  expect(await findOrganizationName(admin, null)).toBeNull();
});

it("a read is recorded once, in the reader's tenant; an operator's in none", async () => {
  const id = freshId();
  const read = { action: "audit_log.viewed", resource: { type: "user", id }, name: "Bo" } as const;
  for (const reader of [admin, admin, operator]) await logRead(reader, read);
  const { entries } = await auditLogService.getForResource("user", id);
  expect(entries.map(({ organizationId, actorId }) => ({ organizationId, actorId }))).toEqual([
    { organizationId: null, actorId: operator.actor.id },
    { organizationId: acme.organizationId, actorId: admin.actor.id },
  ]);
});

it("a history's read is of the log, and in no history of what was read", async () => {
  const id = freshId();
  for (let times = 0; times < 2; times++)
    await logHistoryRead(admin, { name: "Q3 plan", term: { field: "resource", value: `post/${id}` } });
  expect((await auditLogService.getForResource("post", id)).entries).toEqual([]);
  const { entries } = await auditLogService.getForResource("audit_log", admin.access.scopeId);
  const mine = entries.filter(({ metadata }) => metadata["query"] === `resource:post/${id}`);
  expect(mine).toMatchObject([{ action: "audit_log.viewed", resourceName: "Q3 plan" }]);
});

it("while the log can't be read, members have their names and every resource a page", async () => {
  const written = captureErrors();
  await db.execute(sql`alter table audit_logs rename to gone`);
  const [member, stranger, resource] = [
    await findActorName(admin, acme.member.id),
    await findActorName(admin, fjord.member.id),
    await findResource(admin, { type: "post", id: "secret-id" }),
  ];
  await db.execute(sql`alter table gone rename to audit_logs`);
  expect([member, stranger, resource]).toEqual([acme.member.name, null, { name: null }]);
  expect(written.join()).toContain("42P01");
  expect(written.join()).not.toContain("secret-id");
});
