"use server";

import { line, submit } from "@/app/_forms/submit";
import { projectPath } from "@/app/_session/paths";
import { projectService } from "@/modules/project/project.service";

export async function createProject(data: FormData) {
  await submit({
    name: "create",
    page: "/projects",
    data,
    fields: { name: line },
    run: async (actor, fields) => projectPath((await projectService.create(actor, fields)).id),
  });
}
