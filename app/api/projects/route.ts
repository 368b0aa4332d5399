import { z } from "zod";
import { readBody } from "@/app/api/_http/body";
import { created, jsonRoute } from "@/app/api/_http/jsonRoute";
import { textSchema } from "@/modules/access/access.types";
import { projectService } from "@/modules/project/project.service";

const createSchema = z.strictObject({ name: textSchema });

export const GET = jsonRoute(async ({ actor }) => ({ projects: await projectService.list(actor) }));

export const POST = jsonRoute(async ({ actor, request }) =>
  created(await projectService.create(actor, await readBody(request, createSchema)), "/api/projects"),
);
