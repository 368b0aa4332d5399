import { inTransaction, type Transaction } from "@/db/transaction";
import { accessService } from "@/modules/access/access.service";
import type { Actor, Permission } from "@/modules/access/access.types";
import { findMember, lockOrganization } from "@/modules/organization/organization.repo";
import type { Organization, OrganizationAction } from "@/modules/organization/organization.types";

type Target = { action: OrganizationAction; permission: Permission };
type Change<Result> = (tx: Transaction, organization: Organization) => Promise<Result>;

/**
 * Locks the actor's organization and changes it or its members in one transaction, or refuses. Whatever
 * locks several things locks them in this order: organization, project, post, invitation, user.
 */
export async function changeOrganization<Result>(
  actor: Actor,
  { action, permission }: Target,
  how: Change<Result>,
): Promise<Result> {
  const noAttempt = { action, resourceType: "organization", resourceId: "none" };
  const { organizationId } = await accessService.requireMembership(actor, noAttempt);
  const attempt = { ...noAttempt, resourceId: organizationId };
  return inTransaction(async (tx) => {
    const organization = await lockOrganization(tx, organizationId);
    if (!organization) return accessService.denyNotFound(actor, attempt);
    // Read anew under the lock: the role that the request came with may be gone by now.
    const member = await findMember(tx, { organizationId, userId: actor.id });
    await accessService.requirePermission({ ...actor, organizationRole: member?.role ?? null }, permission, {
      ...attempt,
      resourceName: organization.name,
    });
    return how(tx, organization);
  });
}

export function describe(organization: Pick<Organization, "id" | "name">) {
  return { resourceType: "organization", resourceId: organization.id, resourceName: organization.name };
}
