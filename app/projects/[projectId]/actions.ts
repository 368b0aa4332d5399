"use server";

import { line, lines, submit } from "@/app/_forms/submit";
import { postPath, projectPath } from "@/app/_session/paths";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";

export async function renameProject(projectId: string, data: FormData) {
  await submit({
    name: "rename",
    page: projectPath(projectId),
    data,
    fields: { name: line },
    run: async (actor, { name }) => void (await projectService.rename(actor, { projectId, name })),
  });
}

export async function archiveProject(projectId: string, data: FormData) {
  await submit({
    name: "archive",
    page: projectPath(projectId),
    data,
    fields: {},
    run: async (actor) => void (await projectService.archive(actor, { projectId })),
  });
}

export async function restoreProject(projectId: string, data: FormData) {
  await submit({
    name: "restore",
    page: projectPath(projectId),
    data,
    fields: {},
    run: async (actor) => void (await projectService.restore(actor, { projectId })),
  });
}

export async function transferProject(projectId: string, data: FormData) {
  await submit({
    name: "transfer",
    page: projectPath(projectId),
    data,
    fields: { userId: line },
    run: async (actor, { userId }) => void (await projectService.transfer(actor, { projectId, userId })),
  });
}

export async function deleteProject(projectId: string, data: FormData) {
  await submit({
    name: "delete",
    page: projectPath(projectId),
    data,
    fields: {},
    run: async (actor) => {
      await projectService.delete(actor, { projectId });
      return "/projects";
    },
  });
}

export async function createPost(projectId: string, data: FormData) {
  await submit({
    name: "create",
    page: projectPath(projectId),
    data,
    fields: { title: line, body: lines },
    run: async (actor, fields) => postPath((await postService.create(actor, { projectId, ...fields })).id),
  });
}
