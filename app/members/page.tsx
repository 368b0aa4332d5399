import { read } from "@/app/_errors/read";
import { ActionForm } from "@/app/_forms/ActionForm";
import { readNotice } from "@/app/_forms/notice";
import { requireMember } from "@/app/_session/session";
import { Activity } from "@/app/_shell/Activity";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { accessService } from "@/modules/access/access.service";
import { organizationService } from "@/modules/organization/organization.service";
import { renameOrganization } from "./actions";
import { Invitations } from "./Invitations";
import { MemberList } from "./MemberList";
import { Ownership } from "./Ownership";

export default async function MembersPage({ searchParams }: PageProps<"/members">) {
  const actor = await requireMember("/members");
  const [organizations, members, invitations] = await read(() =>
    Promise.all([
      organizationService.list(actor),
      organizationService.listMembers(actor),
      organizationService.listInvitations(actor, "organization"),
    ]),
  );
  const query = await searchParams;
  const notice = readNotice(query);
  const organization = organizations.find(({ id }) => id === actor.organizationId);
  const canManage = accessService.can(actor, "organization.manage");
  return (
    <AppShell above={organization?.name} actor={actor} section="/members" title="Members">
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Section title="People">
            <MemberList actor={actor} canManage={canManage} members={members} notice={notice} />
          </Section>
          {canManage && <Invitations invitations={invitations} notice={notice} />}
          {canManage && (
            <Section title="Organization">
              <ActionForm
                action={renameOrganization}
                fields={[
                  { name: "name", label: "Name", value: organization?.name, maxLength: 120, required: true },
                ]}
                name="rename"
                notice={notice}
                submit="Rename"
                variant="outline"
              />
            </Section>
          )}
          {accessService.can(actor, "organization.own") && (
            <Ownership members={members.filter(({ userId }) => userId !== actor.id)} notice={notice} />
          )}
        </div>
        <Activity actor={actor} query={query} resourceId={actor.organizationId} resourceType="organization" />
      </div>
    </AppShell>
  );
}
