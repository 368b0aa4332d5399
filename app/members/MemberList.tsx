import { ActionForm } from "@/app/_forms/ActionForm";
import { ConfirmForm } from "@/app/_forms/ConfirmForm";
import type { Notice } from "@/app/_forms/notice";
import { memberAnchor } from "@/app/_shell/links";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import type { Actor } from "@/modules/access/access.types";
import type { Member } from "@/modules/organization/organization.types";
import { changeMemberRole, removeMember } from "./actions";
import { grantableRoles, roleLabels } from "./roles";

type MemberListProps = { actor: Actor; members: readonly Member[]; canManage: boolean; notice: Notice };

export function MemberList({ actor, members, canManage, notice }: MemberListProps) {
  return (
    <ul className="divide-y">
      {members.map((member) => (
        <li className="grid gap-3 py-4" id={memberAnchor(member.userId)} key={member.userId}>
          <Person canReadHistory={canManage} isSelf={member.userId === actor.id} member={member} />
          {canManage && member.role !== "owner" && <Controls member={member} notice={notice} />}
        </li>
      ))}
    </ul>
  );
}

function Person({
  member,
  isSelf,
  canReadHistory,
}: {
  member: Member;
  isSelf: boolean;
  canReadHistory: boolean;
}) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-medium">
        {member.name}
        {isSelf && " (you)"}
      </span>
      <Badge variant={member.role === "member" ? "outline" : "default"}>{roleLabels[member.role]}</Badge>
      <span className="text-muted-foreground min-w-0 text-sm break-all">{member.email}</span>
      {canReadHistory && (
        <TextLink className="text-sm" href={`/admin/audit/actors/${member.userId}`}>
          History<span className="sr-only"> of {member.name}</span>
        </TextLink>
      )}
    </div>
  );
}

function Controls({ member, notice }: { member: Member; notice: Notice }) {
  const role = { kind: "select", name: "role", label: `Role of ${member.name}`, value: member.role } as const;
  return (
    <div className="flex flex-wrap items-start gap-3">
      <ActionForm
        action={changeMemberRole.bind(null, member.userId)}
        fields={[{ ...role, options: grantableRoles }]}
        isInline
        name={`role-${member.userId}`}
        notice={notice}
        subject={`of ${member.name}`}
        submit="Change role"
        variant="outline"
      />
      <ConfirmForm
        action={removeMember.bind(null, member.userId)}
        name={`remove-${member.userId}`}
        notice={notice}
        question={`${member.name} will lose access to this organization at once.`}
        subject={member.name}
        submit="Remove"
        summary="Remove…"
      />
    </div>
  );
}
