import { read } from "@/app/_errors/read";
import { reportError } from "@/app/_errors/report";
import { scopeOf, type Reader } from "@/app/admin/audit/_history/reader";
import { toVisible } from "@/components/auditLog/text/visible";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { organizationService } from "@/modules/organization/organization.service";
import { userService } from "@/modules/user/user.service";

/**
 * What an actor was called last, or is called now without any entry. Null for whoever has neither entries
 * nor a membership that the reader may know of.
 */
export async function findActorName(reader: Reader, actorId: string): Promise<string | null> {
  const [newest] = await readNewest(reader, actorId);
  if (newest) return titleOf(newest.actorId === actorId ? newest.actorName : newest.impersonatorName);
  const people = await read(() => listPeople(reader));
  const person = people.find(({ id }) => id === actorId);
  return person ? titleOf(person.name) : null;
}

function titleOf(name: string | null): string {
  return toVisible(name ?? "") || "Somebody without a name";
}

async function readNewest(reader: Reader, actorId: string) {
  try {
    return (await auditLogService.getForActor(actorId, { ...scopeOf(reader), limit: 1 })).entries;
  } catch (error) {
    reportError(error, "page");
    return [];
  }
}

async function listPeople({ actor, access }: Reader): Promise<{ id: string; name: string }[]> {
  if (access.viewer === "operator") return userService.list(actor);
  const members = await organizationService.listMembers(actor);
  return members.map(({ userId, name }) => ({ id: userId, name }));
}
