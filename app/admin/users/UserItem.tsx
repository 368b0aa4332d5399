import { ActionForm } from "@/app/_forms/ActionForm";
import { ConfirmForm } from "@/app/_forms/ConfirmForm";
import type { Notice } from "@/app/_forms/notice";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import type { User } from "@/modules/user/user.types";
import { banUser, changePlatformRole, impersonateUser, unbanUser } from "./actions";

type UserItemProps = { user: User; isSelf: boolean; notice: Notice };

const roles = [
  { value: "user", label: "User" },
  { value: "admin", label: "Administrator" },
];

export function UserItem({ user, isSelf, notice }: UserItemProps) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">
          {user.name}
          {isSelf && " (you)"}
        </span>
        {user.role === "admin" && <Badge>Platform administrator</Badge>}
        {user.banned && <Badge variant="destructive">Banned</Badge>}
        <span className="text-muted-foreground min-w-0 text-sm break-all">{user.email}</span>
        <TextLink className="text-sm" href={`/admin/audit/actors/${user.id}`}>
          History<span className="sr-only"> of {user.name}</span>
        </TextLink>
      </div>
      {user.banned && user.banReason && (
        <p className="text-muted-foreground text-sm">Reason: {user.banReason}</p>
      )}
      {!isSelf && <Controls notice={notice} user={user} />}
    </li>
  );
}

function Controls({ user, notice }: Omit<UserItemProps, "isSelf">) {
  const shared = { notice, subject: user.name, variant: "outline", isInline: true } as const;
  return (
    <div className="flex flex-wrap items-start gap-3">
      <ActionForm
        {...shared}
        action={changePlatformRole.bind(null, user.id)}
        fields={[
          {
            kind: "select",
            name: "role",
            label: `Platform role of ${user.name}`,
            value: user.role,
            options: roles,
          },
        ]}
        name={`role-${user.id}`}
        subject={`of ${user.name}`}
        submit="Change role"
      />
      {user.role !== "admin" && !user.banned && (
        <ActionForm
          {...shared}
          action={impersonateUser.bind(null, user.id)}
          name={`impersonate-${user.id}`}
          submit="Impersonate"
        />
      )}
      {user.banned ? (
        <ActionForm
          {...shared}
          action={unbanUser.bind(null, user.id)}
          name={`unban-${user.id}`}
          submit="Lift the ban"
          subject={`of ${user.name}`}
        />
      ) : (
        <Ban notice={notice} user={user} />
      )}
    </div>
  );
}

function Ban({ user, notice }: Omit<UserItemProps, "isSelf">) {
  return (
    <ConfirmForm
      action={banUser.bind(null, user.id)}
      fields={[
        { kind: "textarea", name: "reason", label: "Reason", maxLength: 500, rows: 2, required: true },
      ]}
      name={`ban-${user.id}`}
      notice={notice}
      question={`${user.name} will be signed out at once and kept from signing in.`}
      subject={user.name}
      submit="Ban"
      summary="Ban…"
    />
  );
}
