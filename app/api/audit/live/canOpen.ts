import { findRemains } from "@/app/_shell/remains";
import { accessService } from "@/modules/access/access.service";
import { ServiceError, type Actor } from "@/modules/access/access.types";
import type { ResourceRef } from "@/modules/auditLog/auditLog.types";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";

/** The resources whose pages show a feed, and how each page is opened. */
const open = new Map<string, (actor: Actor, id: string) => Promise<unknown>>([
  ["post", (actor, postId) => postService.get(actor, { postId })],
  ["project", (actor, projectId) => projectService.get(actor, { projectId })],
]);

/** Whether an actor can open a resource's page now, or that of what is left of it. */
export async function canOpen(actor: Actor, { type, id }: ResourceRef): Promise<boolean> {
  const openPage = open.get(type);
  if (!openPage || actor.organizationId === null) return false;
  try {
    await openPage(actor, id);
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== "not_found") throw error;
    return (await findRemains(accessService.requireOrganization(actor), { type, id })) !== null;
  }
}
