import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/app/_forms/ActionForm";
import { readNotice } from "@/app/_forms/notice";
import { toNextPath, toSignIn } from "@/app/_session/nextPath";
import { findActor } from "@/app/_session/session";
import { PlainPage } from "@/app/_shell/PlainPage";
import { Section } from "@/app/_shell/Section";
import { TextLink } from "@/components/ui/text-link";
import { signUp } from "./actions";

export const metadata: Metadata = { title: "Create an account · Atrium" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const query = await searchParams;
  const next = toNextPath(query.next);
  if (await findActor()) redirect(next);
  return (
    <PlainPage title="Create an account">
      <Section title="About you">
        <ActionForm
          action={signUp.bind(null, next)}
          fields={[
            { name: "name", label: "Name", autoComplete: "name", maxLength: 100, required: true },
            {
              kind: "email",
              name: "email",
              label: "E-mail address",
              autoComplete: "username",
              maxLength: 254,
              required: true,
            },
            {
              kind: "password",
              name: "password",
              label: "Password",
              hint: "10 to 128 characters.",
              autoComplete: "new-password",
              minLength: 10,
              maxLength: 128,
              required: true,
            },
          ]}
          messages={{ conflict: "An account with this e-mail address exists already. Sign in instead." }}
          name="sign-up"
          notice={readNotice(query)}
          submit="Create account"
        />
        <p className="text-sm">
          Have an account? <TextLink href={toSignIn(next)}>Sign in</TextLink>
        </p>
      </Section>
    </PlainPage>
  );
}
