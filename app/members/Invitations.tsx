import { ActionForm } from "@/app/_forms/ActionForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import { Badge } from "@/components/ui/badge";
import type { Invitation } from "@/modules/organization/organization.types";
import { cancelInvitation, inviteMember } from "./actions";
import { grantableRoles, roleLabels } from "./roles";

type InvitationsProps = { invitations: readonly Invitation[]; notice: Notice };

export function Invitations({ invitations, notice }: InvitationsProps) {
  return (
    <Section title="Invitations">
      {invitations.length > 0 && (
        <ul className="divide-y">
          {invitations.map((invitation) => (
            <OpenInvitation invitation={invitation} key={invitation.id} notice={notice} />
          ))}
        </ul>
      )}
      <ActionForm
        action={inviteMember}
        fields={[
          {
            kind: "email",
            name: "email",
            label: "E-mail address",
            autoComplete: "off",
            maxLength: 254,
            required: true,
          },
          { kind: "select", name: "role", label: "Role", options: grantableRoles },
        ]}
        messages={{ conflict: "This person is a member already." }}
        name="invite"
        notice={notice}
        submit="Invite"
      />
    </Section>
  );
}

function OpenInvitation({ invitation, notice }: { invitation: Invitation; notice: Notice }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <span className="min-w-0 break-all">{invitation.email}</span>
      <Badge variant="outline">{roleLabels[invitation.role]}</Badge>
      <ActionForm
        action={cancelInvitation.bind(null, invitation.id)}
        isInline
        name={`cancel-${invitation.id}`}
        notice={notice}
        subject={`the invitation of ${invitation.email}`}
        submit="Cancel"
        variant="outline"
      />
    </li>
  );
}
