import { afterAll, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { postService } from "@/modules/post/post.service";
import { userService } from "@/modules/user/user.service";
import { actorOf, createWorld, newcomer, newPost, newProject } from "./everyService/world";

afterAll(() => auditLogService.close());

it("keeps a deleted person's entries, with their name, in feeds and in their own history", async () => {
  const world = await createWorld();
  const person = await newcomer(world);
  const actor = await actorOf(person);
  const post = await newPost(world);
  await postService.edit(actor, { postId: post.id, title: "Edited before leaving" });
  const { id: projectId } = await newProject(world);
  const own = await postService.create(actor, { projectId, title: "Left behind", body: "" });

  await userService.delete(actor, { userId: person.id });

  expect(await person.browser.actor()).toBeNull();
  const history = await auditLogService.getForActor(person.id);
  expect(history.entries.map(({ action }) => action)).toEqual([
    "user.deleted",
    "post.created",
    "post.updated",
    "user.created",
  ]);
  expect(new Set(history.entries.map(({ actorName }) => actorName))).toEqual(new Set([person.name]));
  const feed = await auditLogService.getForResource("post", post.id);
  expect(feed.entries[0]).toMatchObject({
    action: "post.updated",
    actorId: person.id,
    actorName: person.name,
  });
  const left = await postService.get(await actorOf(world.owner), { postId: own.id });
  expect(left.authorId).toBeNull();
});
