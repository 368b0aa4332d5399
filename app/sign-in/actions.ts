"use server";

import { headers } from "next/headers";
import { line, submitAsAnybody } from "@/app/_forms/submit";
import { toNextPath, toSignIn } from "@/app/_session/nextPath";
import { demoAccounts, demoPassword } from "@/modules/auth/demoAccounts.types";
import { authService } from "@/modules/auth/auth.service";
import { ServiceError } from "@/modules/access/access.types";
import { offersDemoAccounts } from "./demo";

export async function signIn(next: string, data: FormData) {
  const destination = toNextPath(next);
  await submitAsAnybody({
    name: "sign-in",
    page: toSignIn(destination),
    data,
    fields: { email: line, password: line },
    run: async (_, credentials) => {
      await authService.signIn(credentials, { headers: await headers() });
      return destination;
    },
  });
}

export async function signInAsDemo(next: string, data: FormData) {
  const destination = toNextPath(next);
  await submitAsAnybody({
    name: "demo",
    page: toSignIn(destination),
    data,
    fields: { email: line },
    run: async (_, { email }) => {
      const account = demoAccounts.find((demo) => demo.email === email);
      if (!account || !offersDemoAccounts())
        throw new ServiceError("invalid_credentials", "There is no such account.");
      await authService.signIn(
        { email: account.email, password: demoPassword },
        { headers: await headers() },
      );
      return destination;
    },
  });
}
