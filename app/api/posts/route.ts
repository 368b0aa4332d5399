import { z } from "zod";
import { readQuery } from "@/app/api/_http/query";
import { readBody } from "@/app/api/_http/body";
import { created, jsonRoute } from "@/app/api/_http/jsonRoute";
import { textSchema } from "@/modules/access/access.types";
import { parseInput } from "@/modules/access/access.service";
import { postService } from "@/modules/post/post.service";

const listSchema = z.strictObject({ projectId: textSchema.max(200) });
const createSchema = z.strictObject({
  projectId: textSchema,
  title: textSchema,
  body: textSchema.optional(),
});

export const GET = jsonRoute(async ({ actor, request }) => {
  const query = readQuery(request);
  return { posts: await postService.list(actor, parseInput(listSchema, query)) };
});

export const POST = jsonRoute(async ({ actor, request }) =>
  created(await postService.create(actor, await readBody(request, createSchema)), "/api/posts"),
);
