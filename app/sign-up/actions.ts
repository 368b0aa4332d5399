"use server";

import { headers } from "next/headers";
import { line, submitAsAnybody } from "@/app/_forms/submit";
import { toNextPath } from "@/app/_session/nextPath";
import { authService } from "@/modules/auth/auth.service";

export async function signUp(next: string, data: FormData) {
  const destination = toNextPath(next);
  await submitAsAnybody({
    name: "sign-up",
    page: `/sign-up?${new URLSearchParams({ next: destination }).toString()}`,
    data,
    fields: { name: line, email: line, password: line },
    run: async (_, account) => {
      await authService.signUp(account, { headers: await headers() });
      return destination;
    },
  });
}
