"use server";

import { headers } from "next/headers";
import { line, submit, submitAsAnybody } from "@/app/_forms/submit";
import { authService } from "@/modules/auth/auth.service";

export async function signOut(data: FormData) {
  await submitAsAnybody({
    name: "sign-out",
    page: "/sign-in",
    data,
    fields: {},
    run: async () => {
      await authService.signOut({ headers: await headers() });
      return "/sign-in";
    },
  });
}

export async function switchOrganization(data: FormData) {
  await submit({
    name: "switch",
    page: "/projects",
    data,
    fields: { organizationId: line },
    run: async (actor, { organizationId }) => {
      await authService.switchOrganization(actor, { organizationId, headers: await headers() });
      return "/projects";
    },
  });
}

export async function stopImpersonation(data: FormData) {
  await submit({
    name: "stop",
    page: "/projects",
    data,
    fields: {},
    run: async (actor) => {
      await authService.stopImpersonation(actor, { headers: await headers() });
      return "/admin/users";
    },
  });
}
