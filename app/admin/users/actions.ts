"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { lines, submit } from "@/app/_forms/submit";
import { platformRoles } from "@/modules/access/access.types";
import { authService } from "@/modules/auth/auth.service";
import { userService } from "@/modules/user/user.service";

const page = "/admin/users";

export async function banUser(userId: string, data: FormData) {
  await submit({
    name: `ban-${userId}`,
    page,
    data,
    fields: { reason: lines },
    run: (actor, { reason }) => userService.ban(actor, { userId, reason }),
  });
}

export async function unbanUser(userId: string, data: FormData) {
  await submit({
    name: `unban-${userId}`,
    page,
    data,
    fields: {},
    run: (actor) => userService.unban(actor, { userId }),
  });
}

export async function changePlatformRole(userId: string, data: FormData) {
  await submit({
    name: `role-${userId}`,
    page,
    data,
    fields: { role: z.enum(platformRoles) },
    run: (actor, { role }) => userService.changeRole(actor, { userId, role }),
  });
}

export async function impersonateUser(userId: string, data: FormData) {
  await submit({
    name: `impersonate-${userId}`,
    page,
    data,
    fields: {},
    run: async (actor) => {
      await authService.startImpersonation(actor, { userId, headers: await headers() });
      return "/projects";
    },
  });
}
