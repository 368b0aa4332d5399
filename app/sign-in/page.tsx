import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/app/_forms/ActionForm";
import { readNotice } from "@/app/_forms/notice";
import { toNextPath } from "@/app/_session/nextPath";
import { findActor } from "@/app/_session/session";
import { PlainPage } from "@/app/_shell/PlainPage";
import { Section } from "@/app/_shell/Section";
import { TextLink } from "@/components/ui/text-link";
import { signIn } from "./actions";
import { offersDemoAccounts } from "./demo";
import { DemoAccounts } from "./DemoAccounts";

export const metadata: Metadata = { title: "Sign in · Atrium" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const query = await searchParams;
  const next = toNextPath(query.next);
  if (await findActor()) redirect(next);
  const notice = readNotice(query);
  return (
    <PlainPage title="Sign in">
      <Section title="With your password">
        <ActionForm
          action={signIn.bind(null, next)}
          fields={[
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
              autoComplete: "current-password",
              maxLength: 128,
              required: true,
            },
          ]}
          messages={{ forbidden: "This account is banned. Ask an administrator." }}
          name="sign-in"
          notice={notice}
          submit="Sign in"
        />
        <p className="text-sm">
          No account yet?{" "}
          <TextLink href={`/sign-up?${new URLSearchParams({ next }).toString()}`}>Create one</TextLink>
        </p>
      </Section>
      {offersDemoAccounts() && <DemoAccounts next={next} notice={notice} />}
    </PlainPage>
  );
}
