import { afterAll, expect, it } from "vitest";
import { accessService } from "@/modules/access/access.service";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { authService } from "@/modules/auth/auth.service";
import { organizationService } from "@/modules/organization/organization.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { userService } from "@/modules/user/user.service";
import { createAccount, entriesOf } from "./authSupport";
import { actorOf, createWorld, newcomer, newPost } from "./everyService/world";

afterAll(() => auditLogService.close());

it("keeps a probe of another tenant's post out of that post's feed, scoped or not", async () => {
  const [victim, prober] = [await createWorld(), await createWorld()];
  const post = await newPost(victim);
  const before = await entriesOf(post.id, "post");
  const actor = await actorOf(prober.owner);
  await expect(postService.delete(actor, { postId: post.id })).rejects.toMatchObject({ code: "not_found" });
  expect(await entriesOf(post.id, "post")).toEqual(before);
  const { entries } = await auditLogService.search({ organizationId: prober.organizationId });
  expect(entries[0]).toMatchObject({
    action: "post.deleted",
    outcome: "denied",
    resourceType: "unknown_post",
    resourceName: null,
  });
});

it("names nobody when an impersonation is refused for want of the right", async () => {
  const world = await createWorld();
  const foreigner = await createAccount();
  const actor = await actorOf(world.member);
  const input = { userId: foreigner.id, headers: world.member.browser.headers };
  await expect(authService.startImpersonation(actor, input)).rejects.toMatchObject({ code: "forbidden" });
  const { entries } = await auditLogService.search({ organizationId: world.organizationId });
  expect(entries[0]).toMatchObject({
    action: "auth.impersonation.started",
    outcome: "denied",
    resourceName: null,
  });
});

it("records what a platform administrator does to somebody where that person belongs", async () => {
  const world = await createWorld();
  const person = await newcomer(world);
  const platform = await createAccount({ role: "admin" });
  await organizationService.create(await actorOf(platform), { name: "Their own" });
  const admin = await actorOf(platform);
  expect(accessService.can(admin, "organization.own")).toBe(true);
  await userService.ban(admin, { userId: person.id, reason: "Spam" });
  await userService.unban(admin, { userId: person.id });
  await userService.delete(admin, { userId: person.id });
  const [tenants, own] = await Promise.all([
    auditLogService.search({ organizationId: world.organizationId }),
    auditLogService.search({ organizationId: admin.organizationId }),
  ]);
  expect(tenants.entries.slice(0, 3).map(({ action }) => action)).toEqual([
    "user.deleted",
    "user.unbanned",
    "user.banned",
  ]);
  expect(own.entries.filter(({ resourceId }) => resourceId === person.id)).toEqual([]);
});

it("ends a banned person's sessions for good", async () => {
  const world = await createWorld();
  const person = await newcomer(world);
  const admin = await actorOf(await createAccount({ role: "admin" }));
  await userService.ban(admin, { userId: person.id, reason: "Spam" });
  await userService.unban(admin, { userId: person.id });
  expect(await person.browser.actor()).toBeNull();
});

it("tells of a project's deletion in the feed of every post that went with it", async () => {
  const world = await createWorld();
  const { projectId, ...first } = await newPost(world);
  const member = await actorOf(world.member);
  const posts = [first];
  for (let at = 0; at < 25; at++) {
    posts.push(await postService.create(member, { projectId, title: `Post ${at}`, body: "" }));
  }
  await projectService.delete(await actorOf(world.admin), { projectId });
  const newest = await Promise.all(posts.map(async ({ id }) => (await entriesOf(id, "post"))[0]?.action));
  expect(new Set(newest)).toEqual(new Set(["project.deleted"]));
});

it("records what somebody without an organization was refused", async () => {
  const { browser, id } = await createAccount();
  const actor = await browser.signedIn();
  for (const attempt of [
    () => projectService.create(actor, { name: "Mine" }),
    () => postService.delete(actor, { postId: id }),
    () => organizationService.rename(actor, { name: "Ours" }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  }
  const { entries } = await auditLogService.getForActor(id);
  const denied = entries.filter(({ outcome }) => outcome === "denied").map(({ action }) => action);
  expect(denied.toSorted()).toEqual(["organization.renamed", "post.deleted", "project.created"]);
});
