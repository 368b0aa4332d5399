"use server";

import { line, lines, submit } from "@/app/_forms/submit";
import { postPath, projectPath } from "@/app/_session/paths";
import { postService } from "@/modules/post/post.service";

export async function editPost(postId: string, data: FormData) {
  await submit({
    name: "edit",
    page: postPath(postId),
    data,
    fields: { title: line, body: lines },
    run: async (actor, fields) => void (await postService.edit(actor, { postId, ...fields })),
  });
}

export async function publishPost(postId: string, data: FormData) {
  await submit({
    name: "publish",
    page: postPath(postId),
    data,
    fields: {},
    run: async (actor) => void (await postService.publish(actor, { postId })),
  });
}

export async function movePost(postId: string, data: FormData) {
  await submit({
    name: "move",
    page: postPath(postId),
    data,
    fields: { projectId: line },
    run: async (actor, { projectId }) => void (await postService.move(actor, { postId, projectId })),
  });
}

/** Back to the post's project, whose feed tells of it. */
export async function deletePost(
  { postId, projectId }: { postId: string; projectId: string },
  data: FormData,
) {
  const destination = projectPath(projectId);
  await submit({
    name: "delete",
    page: postPath(postId),
    data,
    fields: { reason: lines },
    run: async (actor, { reason }) => {
      await postService.delete(actor, { postId, reason });
      return destination;
    },
  });
}
