import { ActionForm } from "@/app/_forms/ActionForm";
import type { Notice } from "@/app/_forms/notice";
import { roleLabels } from "@/app/members/roles";
import { Section } from "@/app/_shell/Section";
import type { Invitation } from "@/modules/organization/organization.types";
import { acceptInvitation } from "./actions";

const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

type MyInvitationsProps = { invitations: readonly Invitation[]; notice: Notice };

export function MyInvitations({ invitations, notice }: MyInvitationsProps) {
  return (
    <Section title="Invitations">
      <ul className="divide-y">
        {invitations.map(({ id, organizationName, role, expiresAt }) => (
          <li className="flex flex-wrap items-center justify-between gap-3 py-3" key={id}>
            <p>
              You are invited to {organizationName} as {roleLabels[role].toLowerCase()}, until{" "}
              <time dateTime={expiresAt.toISOString()}>{day.format(expiresAt)}</time>.
            </p>
            <ActionForm
              action={acceptInvitation.bind(null, id)}
              isInline
              messages={{ conflict: "You are a member of this organization already." }}
              name={`accept-${id}`}
              notice={notice}
              submit="Accept"
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
