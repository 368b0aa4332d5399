import { z } from "zod";
import { readOptionalBody } from "@/app/api/_http/body";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { projectService } from "@/modules/project/project.service";

export const POST = jsonRoute<{ projectId: string }>(async ({ actor, params, request }) => {
  await readOptionalBody(request, z.strictObject({}));
  return projectService.archive(actor, params);
});
