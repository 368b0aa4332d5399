import { accessService } from "@/modules/access/access.service";
import { ServiceError, type Actor, type Attempt } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { findPerson, type Person } from "@/modules/auth/auth.repo";
import type { RequestHeaders, SessionChange } from "@/modules/auth/auth.types";
import { callAuth } from "./call";
import { impersonationStop } from "./record";

/** Starts an impersonation, recorded in the tenant of the person it concerns. */
export async function start(
  actor: Actor,
  { userId, headers }: { userId: string } & RequestHeaders,
): Promise<SessionChange> {
  const unnamed: Attempt = {
    action: "auth.impersonation.started",
    resourceType: "user",
    resourceId: userId,
  };
  // Before anything is looked up: what is refused must not tell whose id it was.
  await accessService.requirePlatformAdmin(actor, unnamed);
  const person = await findPerson({ userId });
  if (!person) return accessService.denyNotFound(actor, unnamed);
  const attempt = { ...unnamed, resourceName: person.name };
  await refuse(actor, { person, attempt });
  const answer = await callAuth("/admin/impersonate-user", { headers, body: { userId } });
  await auditLogService.log({ actor, ...attempt, organizationId: person.organizationId });
  return { headers: answer.headers };
}

async function refuse(
  actor: Actor,
  { person, attempt }: { person: Person; attempt: Attempt },
): Promise<void> {
  const reason = refusal(actor, person);
  if (reason !== null) await accessService.deny(actor, attempt, new ServiceError("forbidden", reason));
}

function refusal(actor: Actor, person: Person): string | null {
  if (person.id === actor.id) return "You can't impersonate yourself.";
  if (person.role === "admin") return "Another administrator can't be impersonated.";
  if (person.isBanned) return "A banned person can't be impersonated. Lift the ban first.";
  return null;
}

/** Ends an impersonation. */
export async function stop(actor: Actor, { headers }: RequestHeaders): Promise<SessionChange> {
  const { impersonator } = actor;
  if (impersonator === null) throw new ServiceError("conflict", "You are not impersonating anybody.");
  const answer = await callAuth("/admin/stop-impersonating", { headers, body: {} });
  await impersonationStop({ ...actor, impersonator });
  return { headers: answer.headers };
}
