import { toProblem } from "@/app/api/_http/problem";
import { ServiceError } from "@/modules/access/access.types";

/** Whatever no other route answers. */
function answer(): Response {
  return toProblem(new ServiceError("not_found", "There is no such endpoint."));
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
