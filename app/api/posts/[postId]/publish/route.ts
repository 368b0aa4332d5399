import { z } from "zod";
import { readOptionalBody } from "@/app/api/_http/body";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { postService } from "@/modules/post/post.service";

export const POST = jsonRoute<{ postId: string }>(async ({ actor, params, request }) => {
  await readOptionalBody(request, z.strictObject({}));
  return postService.publish(actor, params);
});
