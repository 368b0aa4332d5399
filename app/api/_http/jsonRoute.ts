import { ServiceError, type Actor } from "@/modules/access/access.types";
import { authService } from "@/modules/auth/auth.service";
import { requireOwnOrigin } from "./origin";
import { toProblem } from "./problem";

type Call<Params> = { actor: Actor; params: Params; request: Request };

/**
 * A JSON route: who calls comes from the session alone, and every error becomes a problem document.
 * `handle` returns the answer's body; nothing is answered with 204.
 */
export function jsonRoute<Params extends Record<string, string>>(
  handle: (call: Call<Params>) => Promise<unknown>,
) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      requireOwnOrigin(request);
      const actor = await authService.getUserFromRequest(request);
      if (actor === null) throw new ServiceError("unauthenticated", "Sign in first.");
      const params = requireShort(await context.params);
      return toResponse(await handle({ actor, params, request }));
    } catch (error) {
      return toProblem(error);
    }
  };
}

/** No id of ours is that long; the services would take it for a mistake of ours. */
function requireShort<Params extends Record<string, string>>(params: Params): Params {
  // A route without parameters gets undefined, whatever its type says.
  if (Object.values(params ?? {}).every((param) => param.length <= 200)) return params;
  throw new ServiceError("not_found", "There is no such thing.");
}

function toResponse(body: unknown): Response {
  if (body instanceof Response) return body;
  const headers = { "cache-control": "no-store" };
  return body === undefined ? new Response(null, { status: 204, headers }) : Response.json(body, { headers });
}

/** Answers that something was made, and where it is. */
export function created(body: { id: string }, collection: string): Response {
  const headers = { "cache-control": "no-store", location: `${collection}/${body.id}` };
  return Response.json(body, { status: 201, headers });
}
