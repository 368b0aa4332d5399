import { z } from "zod";
import { db } from "@/db/drizzle";
import type { Executor, Transaction } from "@/db/transaction";
import { accessService, idSchema, parseInput } from "@/modules/access/access.service";
import { ServiceError, type Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import * as organizationRepo from "@/modules/organization/organization.repo";
import {
  grantableRoleSchema,
  type Member,
  type Organization,
  type OrganizationAction,
} from "@/modules/organization/organization.types";
import { profileService } from "@/modules/user/profile.service";
import { changeOrganization, describe } from "./change";

/** The people of the actor's organization, longest-standing first. `executor`: the caller's transaction. */
export async function listMembers(actor: Actor, executor: Executor = db): Promise<Member[]> {
  const { organizationId } = accessService.requireOrganization(actor);
  const members = await organizationRepo.findMembers(executor, organizationId);
  const people = await profileService.getMany(
    members.map(({ userId }) => userId),
    executor,
  );
  return members.flatMap(({ userId, role }) => {
    const person = people.get(userId);
    return person ? [{ userId, role, name: person.name, email: person.email }] : [];
  });
}

/** Those of these ids that are people of the actor's organization. */
export async function listExistingMembers(actor: Actor, ids: readonly string[]): Promise<string[]> {
  const { organizationId } = accessService.requireOrganization(actor);
  return organizationRepo.findMemberIds(
    organizationId,
    ids.map((id) => idSchema.parse(id)),
  );
}

const keySchema = z.strictObject({ userId: idSchema });

/** Ends a membership. An owner has to transfer the ownership first. */
export async function removeMember(actor: Actor, input: z.input<typeof keySchema>): Promise<void> {
  const { userId } = parseInput(keySchema, input);
  const action = "organization.member_removed";
  await changeMember(actor, { action, userId }, async (tx, organization, member) => {
    await organizationRepo.deleteMember(tx, { organizationId: organization.id, userId });
    await auditLogService.log({ actor, action, ...describe(organization), ...about(member) }, { tx });
  });
}

const roleSchema = z.strictObject({ userId: idSchema, role: grantableRoleSchema });

export async function changeMemberRole(actor: Actor, input: z.input<typeof roleSchema>): Promise<void> {
  const { userId, role } = parseInput(roleSchema, input);
  const action = "organization.member_role_changed";
  await changeMember(actor, { action, userId }, async (tx, organization, member) => {
    const changes = auditLogService.changes(member, { role });
    if (changes === null) return;
    await organizationRepo.updateMemberRole(tx, { organizationId: organization.id, userId, role });
    await auditLogService.log(
      { actor, action, ...describe(organization), ...about(member), changes },
      { tx },
    );
  });
}

/** Makes another member the owner, and the actor an administrator. */
export async function transferOwnership(actor: Actor, input: z.input<typeof keySchema>): Promise<void> {
  const { userId } = parseInput(keySchema, input);
  const action = "organization.ownership_transferred";
  const target = { action, permission: "organization.own" } as const;
  await changeOrganization(actor, target, async (tx, organization) => {
    if (userId === actor.id) return;
    const member = await findMember(tx, { actor, organization, userId, action });
    const { id: organizationId } = organization;
    await organizationRepo.updateMemberRole(tx, { organizationId, userId: actor.id, role: "admin" });
    await organizationRepo.updateMemberRole(tx, { organizationId, userId, role: "owner" });
    await auditLogService.log({ actor, action, ...describe(organization), ...about(member) }, { tx });
  });
}

/** Throws `conflict` if this user's leaving would orphan an organization, and locks all of theirs. */
export async function requireNotSoleOwner(tx: Transaction, userId: string): Promise<void> {
  await organizationRepo.lockOrganizationsOf(tx, userId);
  const [orphan] = await organizationRepo.findSolelyOwned(tx, userId);
  if (!orphan) return;
  throw new ServiceError(
    "conflict",
    "This account is the only owner of an organization: transfer the ownership first.",
  );
}

type MemberChange = (tx: Transaction, organization: Organization, member: Member) => Promise<void>;

async function changeMember(
  actor: Actor,
  { action, userId }: { action: OrganizationAction; userId: string },
  how: MemberChange,
): Promise<void> {
  await changeOrganization(actor, { action, permission: "organization.manage" }, async (tx, organization) => {
    const member = await findMember(tx, { actor, organization, userId, action });
    if (member.role === "owner") throw new ServiceError("conflict", "Transfer the ownership first.");
    await how(tx, organization, member);
  });
}

type Wanted = { actor: Actor; organization: Organization; userId: string; action: OrganizationAction };

async function findMember(tx: Transaction, wanted: Wanted): Promise<Member> {
  const { actor, organization, userId, action } = wanted;
  const member = await organizationRepo.findMember(tx, { organizationId: organization.id, userId });
  const profile = member && (await profileService.getMany([userId], tx)).get(userId);
  if (member && profile) return { userId, role: member.role, name: profile.name, email: profile.email };
  return accessService.denyNotFound(actor, { action, resourceType: "user", resourceId: userId });
}

/** A change of membership stands in the member's own feed too. */
function about(member: Member) {
  return {
    metadata: { memberId: member.userId, memberName: member.name },
    related: [{ type: "user", id: member.userId }],
  };
}
