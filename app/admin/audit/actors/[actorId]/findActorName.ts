import { read } from "@/app/_errors/read";
import { reportError } from "@/app/_errors/report";
import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { PageRequest } from "@/modules/auditLog/auditLog.types";
import { organizationService } from "@/modules/organization/organization.service";
import { userService } from "@/modules/user/user.service";

type Wanted = { actorId: string; scope: Pick<PageRequest, "organizationId"> };

/**
 * What an actor was called last, or is called now without any entry. Null for whoever has neither entries
 * nor a membership that the viewer may know of.
 */
export async function findActorName(viewer: Actor, { actorId, scope }: Wanted): Promise<string | null> {
  const [newest] = await readNewest(actorId, scope);
  if (newest) return newest.actorName ?? "Somebody without a name";
  const people = await read(() => listPeople(viewer));
  return people.find(({ id }) => id === actorId)?.name ?? null;
}

async function readNewest(actorId: string, scope: Wanted["scope"]) {
  try {
    return (await auditLogService.getForActor(actorId, { ...scope, limit: 1 })).entries;
  } catch (error) {
    reportError(error, "page");
    return [];
  }
}

async function listPeople(viewer: Actor): Promise<{ id: string; name: string }[]> {
  if (viewer.platformRole === "admin") return userService.list(viewer);
  const members = await organizationService.listMembers(viewer);
  return members.map(({ userId, name }) => ({ id: userId, name }));
}
