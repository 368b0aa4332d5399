import { Suspense } from "react";
import { read } from "@/app/_errors/read";
import { readNotice } from "@/app/_forms/notice";
import { readPreferences } from "@/app/_preferences/preferences";
import { requireActor } from "@/app/_session/session";
import { olderHref, readCursor } from "@/app/_shell/Activity";
import { AppShell } from "@/app/_shell/AppShell";
import { feedLinks } from "@/app/_shell/links";
import { Section } from "@/app/_shell/Section";
import { viewerOf } from "@/app/_shell/viewer";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { organizationService } from "@/modules/organization/organization.service";
import { AccountSettings, DeleteAccount } from "./AccountSettings";
import { MyInvitations } from "./MyInvitations";
import { NewOrganization } from "./NewOrganization";
import { PreferencesForm } from "./PreferencesForm";

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const actor = await requireActor("/account");
  const invitations = await read(() => organizationService.listInvitations(actor, "me"));
  const query = await searchParams;
  const notice = readNotice(query);
  const cursor = readCursor(query);
  const { organizationId } = actor;
  const page = { organizationId, cursor, limit: 25, viewer: viewerOf(actor), wholeRuns: true };
  const display = await readPreferences();
  return (
    <AppShell above={actor.email} actor={actor} section="/account" title="Account">
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          {organizationId === null && <NewOrganization notice={notice} />}
          {invitations.length > 0 && <MyInvitations invitations={invitations} notice={notice} />}
          <AccountSettings actor={actor} notice={notice} />
          <PreferencesForm notice={notice} />
          {organizationId !== null && <NewOrganization notice={notice} />}
          <DeleteAccount notice={notice} />
        </div>
        <Section id="activity" title="Your activity">
          <Suspense fallback={<AuditLogSkeleton display={display} />}>
            <AuditLogFeed
              cursor={cursor}
              display={display}
              links={feedLinks(actor, { type: "user", id: actor.id })}
              load={() => auditLogService.getForActor(actor.id, page)}
              olderHref={olderHref(query)}
            />
          </Suspense>
        </Section>
      </div>
    </AppShell>
  );
}
