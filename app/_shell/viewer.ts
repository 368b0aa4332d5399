import { accessService } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import type { Viewer } from "@/modules/auditLog/auditLog.types";

/** As whom somebody reads a feed: with what they may see in the console, else as a member. */
export function viewerOf(actor: Actor): Viewer {
  return accessService.auditAccess(actor)?.viewer ?? "member";
}
