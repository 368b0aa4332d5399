import type { Actor } from "@/modules/access/access.types";
import type { AuditLogInput, Outcome } from "@/modules/auditLog/auditLog.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { findPerson, findUserIdByEmail } from "@/modules/auth/auth.repo";

export async function signIn(actor: Actor | null): Promise<void> {
  if (actor) await auditLogService.log({ actor, action: "auth.login", ...resourceOf(actor) });
}

/** Signing out of an impersonated session is its end: the person acted as has not signed out. */
export async function signOut(actor: Actor | null): Promise<void> {
  if (actor?.impersonator) await impersonationStop({ ...actor, impersonator: actor.impersonator });
  else if (actor) await auditLogService.log({ actor, action: "auth.logout", ...resourceOf(actor) });
}

/** The entry's actor is the administrator, not the person they acted as. */
export async function impersonationStop(
  actor: Actor & { impersonator: NonNullable<Actor["impersonator"]> },
): Promise<void> {
  await auditLogService.log({
    actor: { type: "user", ...actor.impersonator, organizationId: actor.organizationId },
    action: "auth.impersonation.stopped",
    ...resourceOf(actor),
  });
}

export async function signUp(actor: Actor | null): Promise<void> {
  if (actor) await auditLogService.log({ actor, action: "user.created", ...resourceOf(actor) });
}

export async function passwordChange(actor: Actor, outcome: Outcome): Promise<void> {
  await auditLogService.log({ actor, action: "auth.password_changed", outcome, ...resourceOf(actor) });
}

type Reason = "invalid_credentials" | "banned";

/** Nobody proved who they were, so the actor is anonymous, also where the address is somebody's. */
export async function failedSignIn(email: string, reason: Reason): Promise<void> {
  const person = await findPersonByEmail(email);
  const entry: AuditLogInput = {
    actor: { type: "anonymous", id: null },
    organizationId: person?.organizationId ?? null,
    action: "auth.login.failed",
    outcome: reason === "banned" ? "denied" : "failure",
    ...(person ? resourceOf(person) : { resourceType: "user", resourceId: "unknown" }),
    metadata: { email, reason },
  };
  await auditLogService.log(entry);
}

async function findPersonByEmail(email: string) {
  const userId = await findUserIdByEmail(email);
  return userId === undefined ? undefined : findPerson({ userId });
}

function resourceOf({ id, name }: { id: string; name: string }) {
  return { resourceType: "user", resourceId: id, resourceName: name };
}
