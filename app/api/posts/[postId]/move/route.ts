import { z } from "zod";
import { readBody } from "@/app/api/_http/body";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { textSchema } from "@/modules/access/access.types";
import { postService } from "@/modules/post/post.service";

const moveSchema = z.strictObject({ projectId: textSchema });

export const POST = jsonRoute<{ postId: string }>(async ({ actor, params, request }) =>
  postService.move(actor, { ...params, ...(await readBody(request, moveSchema)) }),
);
