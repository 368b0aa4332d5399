"use server";

import { line, submit } from "@/app/_forms/submit";
import { grantableRoleSchema } from "@/modules/organization/organization.types";
import { organizationService } from "@/modules/organization/organization.service";

const page = "/members";

export async function renameOrganization(data: FormData) {
  await submit({ name: "rename", page, data, fields: { name: line }, run: organizationService.rename });
}

export async function inviteMember(data: FormData) {
  const fields = { email: line, role: grantableRoleSchema };
  await submit({ name: "invite", page, data, fields, run: organizationService.invite });
}

export async function cancelInvitation(invitationId: string, data: FormData) {
  await submit({
    name: `cancel-${invitationId}`,
    page,
    data,
    fields: {},
    run: (actor) => organizationService.cancelInvitation(actor, { invitationId }),
  });
}

export async function changeMemberRole(userId: string, data: FormData) {
  await submit({
    name: `role-${userId}`,
    page,
    data,
    fields: { role: grantableRoleSchema },
    run: (actor, { role }) => organizationService.changeMemberRole(actor, { userId, role }),
  });
}

export async function removeMember(userId: string, data: FormData) {
  await submit({
    name: `remove-${userId}`,
    page,
    data,
    fields: {},
    run: (actor) => organizationService.removeMember(actor, { userId }),
  });
}

export async function transferOwnership(data: FormData) {
  await submit({
    name: "ownership",
    page,
    data,
    fields: { userId: line },
    run: organizationService.transferOwnership,
  });
}
