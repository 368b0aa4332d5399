import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findRemains } from "@/app/_shell/remains";
import { db } from "@/db/drizzle";
import { accessService } from "@/modules/access/access.service";
import type { Actor, OrganizationActor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { captureErrors } from "./auditLogSupport";
import { actorOf, createWorld, newPost, type World } from "./everyService/world";

let acme: World;
let admin: OrganizationActor;

beforeAll(async () => {
  acme = await createWorld();
  admin = accessService.requireOrganization(await actorOf(acme.admin));
});
afterAll(() => auditLogService.close());

/** So many refused attempts on a post, as they stand in its feed: newer than all that was done to it. */
function refuse(actor: Actor, { id, times }: { id: string; times: number }) {
  const attempt = { action: "post.deleted", outcome: "denied", metadata: {} } as const;
  const about = { actor, resourceType: "post", resourceId: id };
  return auditLogService.logMany(Array.from({ length: times }, () => ({ ...attempt, ...about })));
}

it("knows a deleted post by its last name", async () => {
  const post = await newPost(acme, "First name");
  await postService.edit(admin, { postId: post.id, title: "Last name" });
  await postService.delete(admin, { postId: post.id });
  expect(await findRemains(admin, { type: "post", id: post.id })).toEqual({ name: "Last name" });
});

it("knows it behind more refused attempts than a page holds", async () => {
  const post = await newPost(acme, "Much wanted");
  await postService.delete(admin, { postId: post.id });
  await refuse(admin, { id: post.id, times: 150 });
  expect(await findRemains(admin, { type: "post", id: post.id })).toEqual({ name: "Much wanted" });
});

it("knows a post that went with its project", async () => {
  const post = await newPost(acme, "Went along");
  await projectService.delete(admin, { projectId: post.projectId });
  expect(await findRemains(admin, { type: "post", id: post.id })).toEqual({ name: "Went along" });
});

it("knows what only other things' entries tell of, without a name", async () => {
  const [post, related] = [crypto.randomUUID(), crypto.randomUUID()];
  const entry = { actor: admin, action: "post.updated", resourceType: "post", resourceId: post } as const;
  await auditLogService.log({ ...entry, related: [{ type: "project", id: related }] });
  expect(await findRemains(admin, { type: "project", id: related })).toEqual({ name: null });
});

it("knows nothing of what was only tried, of another tenant's, and of no id", async () => {
  const tried = crypto.randomUUID();
  await refuse(admin, { id: tried, times: 3 });
  expect(await findRemains(admin, { type: "post", id: tried })).toBeNull();

  const fjord = await createWorld();
  const post = await newPost(fjord);
  await postService.delete(await actorOf(fjord.admin), { postId: post.id });
  expect(await findRemains(admin, { type: "post", id: post.id })).toBeNull();

  for (const id of ["", "none", "javascript:alert(1)", "post/..", `${tried}/x`])
    expect(await findRemains(admin, { type: "post", id })).toBeNull();
});

it("knows nothing while the log is away, and says so", async () => {
  const post = await newPost(acme, "CANARY");
  await postService.delete(admin, { postId: post.id });
  const written = captureErrors();
  await db.execute(sql`alter table audit_logs rename to gone`);
  const remains = await findRemains(admin, { type: "post", id: post.id });
  await db.execute(sql`alter table gone rename to audit_logs`);
  expect(remains).toBeNull();
  expect(written.join()).toContain("page.failed");
  expect(written.join()).not.toContain("CANARY");
});
