"use server";

import { headers } from "next/headers";
import { line, submit } from "@/app/_forms/submit";
import { localeSchema, timeZoneSchema, writePreferences } from "@/app/_preferences/preferences";
import type { Actor } from "@/modules/access/access.types";
import { authService } from "@/modules/auth/auth.service";
import { organizationService } from "@/modules/organization/organization.service";
import { userService } from "@/modules/user/user.service";

const page = "/account";

export async function rename(data: FormData) {
  await submit({ name: "rename", page, data, fields: { name: line }, run: userService.rename });
}

export async function changePreferences(data: FormData) {
  await submit({
    name: "preferences",
    page,
    data,
    fields: { locale: localeSchema, timeZone: timeZoneSchema },
    run: (_, preferences) => writePreferences(preferences),
  });
}

export async function changePassword(data: FormData) {
  await submit({
    name: "password",
    page,
    data,
    fields: { currentPassword: line, newPassword: line },
    run: async (actor, fields) => {
      await authService.changePassword(actor, { ...fields, headers: await headers() });
    },
  });
}

export async function createOrganization(data: FormData) {
  await submit({
    name: "organization",
    page,
    data,
    fields: { name: line },
    run: async (actor, fields) => enter(actor, (await organizationService.create(actor, fields)).id),
  });
}

export async function acceptInvitation(invitationId: string, data: FormData) {
  await submit({
    name: `accept-${invitationId}`,
    page,
    data,
    fields: {},
    run: async (actor) => enter(actor, await organizationService.acceptInvitation(actor, { invitationId })),
  });
}

export async function deleteAccount(data: FormData) {
  await submit({
    name: "delete",
    page,
    data,
    fields: {},
    run: async (actor) => {
      await userService.delete(actor, { userId: actor.id });
      // The session went with the account; this takes its cookie away.
      await authService.signOut({ headers: await headers() });
      return "/sign-in";
    },
  });
}

/** Goes on in the organization that was just joined. */
async function enter(actor: Actor, organizationId: string): Promise<string> {
  await authService.switchOrganization(actor, { organizationId, headers: await headers() });
  return "/projects";
}
