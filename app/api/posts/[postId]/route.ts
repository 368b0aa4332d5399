import { z } from "zod";
import { readBody, readOptionalBody } from "@/app/api/_http/body";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { textSchema } from "@/modules/access/access.types";
import { postService } from "@/modules/post/post.service";

type Params = { postId: string };

const editSchema = z.strictObject({ title: textSchema.optional(), body: textSchema.optional() });
const deleteSchema = z.strictObject({ reason: textSchema.optional() });

export const GET = jsonRoute<Params>(({ actor, params }) => postService.get(actor, params));

export const PATCH = jsonRoute<Params>(async ({ actor, params, request }) =>
  postService.edit(actor, { ...params, ...(await readBody(request, editSchema)) }),
);

export const DELETE = jsonRoute<Params>(async ({ actor, params, request }) =>
  postService.delete(actor, { ...params, ...(await readOptionalBody(request, deleteSchema)) }),
);
