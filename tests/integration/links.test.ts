import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { feedLinks } from "@/app/_shell/links";
import { db } from "@/db/drizzle";
import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry, ResourceRef } from "@/modules/auditLog/auditLog.types";
import { organizationService } from "@/modules/organization/organization.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { userService } from "@/modules/user/user.service";
import { entryOf } from "@/tests/unit/renderSupport";
import { captureErrors } from "./auditLogSupport";
import { createAccount } from "./authSupport";
import { actorOf, createWorld, newcomer, newPost, newProject, type World } from "./everyService/world";

let acme: World;
let fjord: World;
let member: Actor;

beforeAll(async () => {
  [acme, fjord] = [await createWorld(), await createWorld()];
  member = await actorOf(acme.member);
});
afterAll(() => auditLogService.close());

/** An entry of a tenant about a thing, done by somebody. */
function entry(about: ResourceRef, change: Partial<AuditLogEntry> = {}): AuditLogEntry {
  return entryOf({
    resourceType: about.type,
    resourceId: about.id,
    actorType: "system",
    actorId: null,
    ...change,
  });
}

async function linkOf(about: ResourceRef, change: { as?: Actor; page?: ResourceRef } = {}) {
  const one = entry(about);
  return (await feedLinks(change.as ?? member, change.page)([one])).resource(one);
}

async function actorLinkOf(change: Partial<AuditLogEntry>, as = member) {
  const one = entry({ type: "post", id: "none" }, change);
  const { actor, impersonator } = await feedLinks(as)([one]);
  return [actor(one), impersonator?.(one)];
}

describe("what an entry is about", () => {
  it("is linked where it is there", async () => {
    const [post, project] = [await newPost(acme), await newProject(acme)];
    expect(await linkOf({ type: "post", id: post.id })).toBe(`/posts/${post.id}`);
    expect(await linkOf({ type: "project", id: project.id })).toBe(`/projects/${project.id}`);
    expect(await linkOf({ type: "user", id: acme.admin.id })).toBe(`/members#member-${acme.admin.id}`);
    expect(await linkOf({ type: "organization", id: acme.organizationId })).toBe("/members");
  });

  it("stands plain on its own page", async () => {
    const { id } = await newPost(acme);
    expect(await linkOf({ type: "post", id }, { page: { type: "post", id } })).toBeNull();
    expect(await linkOf({ type: "post", id }, { page: { type: "project", id } })).toBe(`/posts/${id}`);
  });

  it("stands plain once it is deleted", async () => {
    const admin = await actorOf(acme.admin);
    const [post, project] = [await newPost(acme), await newProject(acme)];
    await postService.delete(admin, { postId: post.id });
    await projectService.delete(admin, { projectId: project.id });
    expect(await linkOf({ type: "post", id: post.id })).toBeNull();
    expect(await linkOf({ type: "project", id: project.id })).toBeNull();
  });

  it("stands plain where it is another tenant's, also for whoever owns theirs", async () => {
    const [post, project, owner] = [await newPost(fjord), await newProject(fjord), await actorOf(acme.owner)];
    for (const as of [member, owner]) {
      expect(await linkOf({ type: "post", id: post.id }, { as })).toBeNull();
      expect(await linkOf({ type: "project", id: project.id }, { as })).toBeNull();
      expect(await linkOf({ type: "user", id: fjord.member.id }, { as })).toBeNull();
      expect(await linkOf({ type: "organization", id: fjord.organizationId }, { as })).toBeNull();
    }
  });

  it("stands plain for somebody without an organization", async () => {
    const post = await newPost(acme);
    const as = await (await createAccount()).browser.signedIn();
    expect(as.organizationId).toBeNull();
    expect(await linkOf({ type: "post", id: post.id }, { as })).toBeNull();
  });

  it.each([
    ["post", "javascript:alert(1)"],
    ["post", "../../admin/audit"],
    ["post", "//evil.example"],
    ["post", ""],
    ["project", "1' or '1'='1"],
    ["user", "\ud800"],
    ["organization", "javascript:alert(1)"],
    ["javascript:alert(1)", "x"],
    ["constructor", "x"],
    ["__proto__", "x"],
    ["unknown_post", "00000000-0000-0000-0000-000000000000"],
  ])("stands plain where it is a %s %j", async (type, id) => {
    const written = captureErrors();
    expect(await linkOf({ type, id })).toBeNull();
    expect(written).toEqual([]);
  });
});

describe("who did it", () => {
  it("is linked as long as they are a member", async () => {
    const person = await newcomer(acme);
    const link = `/members#member-${person.id}`;
    expect(await actorLinkOf({ actorType: "user", actorId: person.id })).toEqual([link, null]);
    expect(await actorLinkOf({ impersonatorId: person.id })).toEqual([null, link]);

    await organizationService.removeMember(await actorOf(acme.owner), { userId: person.id });
    expect(await actorLinkOf({ actorType: "user", actorId: person.id })).toEqual([null, null]);
  });

  it("stands plain once the account is deleted, and where it is no person", async () => {
    const person = await newcomer(acme);
    await userService.delete(await actorOf(person), { userId: person.id });
    expect(await actorLinkOf({ actorType: "user", actorId: person.id })).toEqual([null, null]);
    expect(await actorLinkOf({ actorType: "api_key", actorId: acme.member.id })).toEqual([null, null]);
    expect(await actorLinkOf({ actorType: "user", actorId: "javascript:alert(1)" })).toEqual([null, null]);
  });
});

describe("a page of many entries", () => {
  it("asks once for each kind", async () => {
    const posts = [await newPost(acme), await newPost(acme), await newPost(acme)];
    const many = posts.flatMap(({ id, projectId }) => [
      entry({ type: "post", id }, { actorType: "user", actorId: acme.member.id }),
      entry({ type: "project", id: projectId }, { actorType: "user", actorId: acme.admin.id }),
    ]);
    const connection = globalThis.applicationConnection;
    if (!connection) throw new Error("The database was not asked anything yet");
    const select = vi.spyOn(connection.database, "select");
    const { resource, actor } = await feedLinks(member)(many);
    expect(select).toHaveBeenCalledTimes(3);
    select.mockRestore();
    expect(many.map(resource)).not.toContain(null);
    expect(many.map(actor)).not.toContain(null);
  });

  it("stays whole where a lookup fails: that kind stands plain, and the log has no id", async () => {
    const post = await newPost(acme);
    const both = [entry({ type: "post", id: post.id }), entry({ type: "project", id: post.projectId })];
    const written = captureErrors();
    await db.execute(sql`alter table posts rename to gone`);
    const { resource } = await feedLinks(member)(both);
    await db.execute(sql`alter table gone rename to posts`);
    expect(both.map(resource)).toEqual([null, `/projects/${post.projectId}`]);
    expect(written).toHaveLength(1);
    expect(written.join()).toContain("42P01");
    expect(written.join()).not.toContain(post.id);
  });
});
