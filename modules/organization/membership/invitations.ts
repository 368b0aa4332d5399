import { z } from "zod";
import { inTransaction, type Transaction } from "@/db/transaction";
import { accessService, idSchema, parseInput } from "@/modules/access/access.service";
import { ServiceError, type Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import * as organizationRepo from "@/modules/organization/organization.repo";
import {
  grantableRoleSchema,
  inviteeSchema,
  type Invitation,
} from "@/modules/organization/organization.types";
import { changeOrganization, describe } from "./change";
import { listMembers } from "./members";

const validForMs = 7 * 24 * 60 * 60 * 1_000;

/** The organization's open invitations, for those who may invite, or those addressed to the actor. */
export async function listInvitations(actor: Actor, of: "organization" | "me"): Promise<Invitation[]> {
  if (of === "me") return organizationRepo.findPendingInvitations({ email: actor.email });
  const { organizationId } = accessService.requireOrganization(actor);
  if (!accessService.can(actor, "organization.manage")) return [];
  return organizationRepo.findPendingInvitations({ organizationId });
}

const inviteSchema = z.strictObject({ email: inviteeSchema, role: grantableRoleSchema });

/** Invites an address for a week. Nothing happens if that address is invited with that role already. */
export async function invite(actor: Actor, input: z.input<typeof inviteSchema>): Promise<void> {
  const { email, role } = parseInput(inviteSchema, input);
  const action = "organization.member_invited";
  await changeOrganization(actor, { action, permission: "organization.manage" }, async (tx, organization) => {
    const members = await listMembers(actor, tx);
    if (members.some((member) => member.email === email)) {
      throw new ServiceError("conflict", "This person is a member already.");
    }
    const invited = await organizationRepo.insertInvitationOnce(tx, {
      organizationId: organization.id,
      email,
      role,
      inviterId: actor.id,
      expiresAt: new Date(Date.now() + validForMs),
    });
    if (!invited) return;
    await auditLogService.log(
      { actor, action, ...describe(organization), metadata: { email, role } },
      { tx },
    );
  });
}

const keySchema = z.strictObject({ invitationId: idSchema });

export async function cancelInvitation(actor: Actor, input: z.input<typeof keySchema>): Promise<void> {
  const { invitationId } = parseInput(keySchema, input);
  const action = "organization.invitation_canceled";
  await changeOrganization(actor, { action, permission: "organization.manage" }, async (tx, organization) => {
    const invitation = await organizationRepo.lockInvitation(tx, invitationId);
    if (invitation?.organizationId !== organization.id) {
      return accessService.denyNotFound(actor, toAttempt(action, invitationId));
    }
    await organizationRepo.closeInvitation(tx, { id: invitationId, status: "canceled" });
    const metadata = { email: invitation.email };
    await auditLogService.log({ actor, action, ...describe(organization), metadata }, { tx });
  });
}

/** Whoever holds the invited address joins. Returns the organization's id. */
export async function acceptInvitation(actor: Actor, input: z.input<typeof keySchema>): Promise<string> {
  const { invitationId } = parseInput(keySchema, input);
  const action = "organization.member_joined";
  return inTransaction(async (tx) => {
    const invitation = await lockInLockOrder(tx, invitationId);
    if (invitation?.email !== actor.email) {
      return accessService.denyNotFound(actor, toAttempt(action, invitationId));
    }
    const { organizationId, organizationName, role } = invitation;
    const organization = { id: organizationId, name: organizationName };
    const member = await organizationRepo.findMember(tx, { organizationId, userId: actor.id });
    if (member) throw new ServiceError("conflict", "You are a member of this organization already.");
    await organizationRepo.insertMember(tx, { organizationId, userId: actor.id, role });
    await organizationRepo.closeInvitation(tx, { id: invitationId, status: "accepted" });
    await auditLogService.log(
      { actor, organizationId, action, ...describe(organization), metadata: { role } },
      { tx },
    );
    return organizationId;
  });
}

/** The organization first, as everywhere: whoever cancels an invitation holds it already. */
async function lockInLockOrder(tx: Transaction, invitationId: string): Promise<Invitation | undefined> {
  const invitation = await organizationRepo.findInvitation(tx, invitationId);
  if (invitation) await organizationRepo.lockOrganization(tx, invitation.organizationId);
  return organizationRepo.lockInvitation(tx, invitationId);
}

function toAttempt(action: "organization.invitation_canceled" | "organization.member_joined", id: string) {
  return { action, resourceType: "invitation", resourceId: id };
}
