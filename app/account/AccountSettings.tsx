import { ActionForm } from "@/app/_forms/ActionForm";
import { ConfirmForm } from "@/app/_forms/ConfirmForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import type { Actor } from "@/modules/access/access.types";
import { changePassword, deleteAccount, rename } from "./actions";

export function AccountSettings({ actor, notice }: { actor: Actor; notice: Notice }) {
  return (
    <>
      <Section title="Name">
        <ActionForm
          action={rename}
          fields={[
            {
              name: "name",
              label: "Your name",
              value: actor.name,
              autoComplete: "name",
              maxLength: 120,
              required: true,
            },
          ]}
          name="rename"
          notice={notice}
          submit="Rename"
          variant="outline"
        />
      </Section>
      <Section title="Password">
        <PasswordForm notice={notice} />
      </Section>
    </>
  );
}

export function DeleteAccount({ notice }: { notice: Notice }) {
  return (
    <Section title="Delete account">
      <ConfirmForm
        action={deleteAccount}
        messages={{
          conflict: "You are the only owner of an organization: transfer its ownership first, under Members.",
          forbidden: "Only the person themselves may delete their account.",
        }}
        name="delete"
        notice={notice}
        question="Your account will be gone for good. What you did stays in the audit log, with your name."
        submit="Delete for good"
        summary="Delete account…"
      />
    </Section>
  );
}

function PasswordForm({ notice }: { notice: Notice }) {
  return (
    <ActionForm
      action={changePassword}
      done="Your password was changed, and your other browsers were signed out."
      fields={[
        {
          kind: "password",
          name: "currentPassword",
          label: "Current password",
          autoComplete: "current-password",
          maxLength: 128,
          required: true,
        },
        {
          kind: "password",
          name: "newPassword",
          label: "New password",
          hint: "10 to 128 characters.",
          autoComplete: "new-password",
          minLength: 10,
          maxLength: 128,
          required: true,
        },
      ]}
      messages={{
        invalid_credentials: "The current password is wrong.",
        forbidden: "Only the person themselves may change their password.",
      }}
      name="password"
      notice={notice}
      submit="Change password"
      variant="outline"
    />
  );
}
