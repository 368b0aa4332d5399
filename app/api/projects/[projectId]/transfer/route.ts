import { z } from "zod";
import { readBody } from "@/app/api/_http/body";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { textSchema } from "@/modules/access/access.types";
import { projectService } from "@/modules/project/project.service";

const transferSchema = z.strictObject({ userId: textSchema });

export const POST = jsonRoute<{ projectId: string }>(async ({ actor, params, request }) =>
  projectService.transfer(actor, { ...params, ...(await readBody(request, transferSchema)) }),
);
