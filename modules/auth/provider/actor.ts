import type { Actor } from "@/modules/access/access.types";
import { findPerson, type Person } from "@/modules/auth/auth.repo";
import { sessionReferenceSchema } from "@/modules/auth/auth.types";

/**
 * The actor behind a session, read anew: a ban, a lost membership or an administrator's lost role counts
 * at once. Null for whoever may not act any more.
 */
export async function findActor(session: unknown): Promise<Actor | null> {
  const reference = sessionReferenceSchema.parse(session);
  const person = await findPerson(reference);
  if (!person || !mayAct(person, reference.impersonatedBy != null)) return null;
  const { id, name, email, organizationId, organizationRole, role, impersonator } = person;
  return {
    type: "user",
    id,
    name,
    email,
    organizationId,
    organizationRole,
    platformRole: role,
    impersonator: impersonator && { id: impersonator.id, name: impersonator.name },
  };
}

function mayAct({ isBanned, impersonator }: Person, isImpersonated: boolean): boolean {
  if (isBanned) return false;
  if (!isImpersonated) return true;
  return impersonator !== null && impersonator.role === "admin" && !impersonator.isBanned;
}
