import { z } from "zod";
import { readBody, readOptionalBody } from "@/app/api/_http/body";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { textSchema } from "@/modules/access/access.types";
import { projectService } from "@/modules/project/project.service";

type Params = { projectId: string };

const renameSchema = z.strictObject({ name: textSchema });

export const GET = jsonRoute<Params>(({ actor, params }) => projectService.get(actor, params));

export const PATCH = jsonRoute<Params>(async ({ actor, params, request }) =>
  projectService.rename(actor, { ...params, ...(await readBody(request, renameSchema)) }),
);

export const DELETE = jsonRoute<Params>(async ({ actor, params, request }) => {
  await readOptionalBody(request, z.strictObject({}));
  return projectService.delete(actor, params);
});
