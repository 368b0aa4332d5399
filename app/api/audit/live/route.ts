import { z } from "zod";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { readQuery } from "@/app/api/_http/query";
import { refuseForNow } from "@/app/api/_http/problem";
import { parseInput } from "@/modules/access/access.service";
import { ServiceError } from "@/modules/access/access.types";
import { auditLogLiveService } from "@/modules/auditLog/live/live.service";
import { authService } from "@/modules/auth/auth.service";
import { canOpen } from "./canOpen";

const querySchema = z.strictObject({ resourceType: z.string(), resourceId: z.string(), since: z.string() });

const headers = {
  "content-type": "text/event-stream",
  // Whatever stands between must not keep an event back: neither a cache, nor compression, nor nginx.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Tells a feed that was left open of new entries, as server-sent events: each `data` is the ids of all since the
 * mark `since`, 100 at most. The stream ends when the session does, or whatever else let its person open the
 * resource's page.
 */
export const GET = jsonRoute(async ({ actor, request }) => {
  const { resourceType: type, resourceId: id, since } = readFollowing(request);
  const { organizationId } = actor;
  const thing = { type, id: id.toLowerCase() };
  if (!(await canOpen(actor, thing))) throw new ServiceError("not_found", "There is no such feed.");
  // Next answers HEAD by this too, and would never end the stream.
  if (request.method === "HEAD") return new Response(null, { headers });

  const mayRead = async () => {
    const now = await authService.getUserFromRequest(request);
    return now?.id === actor.id && now.organizationId === organizationId && canOpen(now, thing);
  };
  const answer = auditLogLiveService.follow({
    resource: { ...thing, organizationId },
    since,
    viewerId: actor.impersonator?.id ?? actor.id,
    mayRead,
    signal: request.signal,
  });
  if (answer === "viewer") return refuseForNow(429, "You follow too many feeds. Close some windows.");
  if (answer === "process") return refuseForNow(503, "Too many feeds are followed. Try again later.");
  if (answer === "mark") throw new ServiceError("invalid_input", invalidMark.message, [invalidMark]);
  return new Response(answer.stream, { headers });
});

const invalidMark = {
  path: "since",
  message: "It is no mark of a feed's page. Reload the page for a new one.",
};

function readFollowing(request: Request) {
  return parseInput(querySchema, readQuery(request));
}
