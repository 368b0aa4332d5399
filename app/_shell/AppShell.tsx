import type { ReactNode } from "react";
import { read } from "@/app/_errors/read";
import type { Actor } from "@/modules/access/access.types";
import { organizationService } from "@/modules/organization/organization.service";
import { DocumentTitle } from "./DocumentTitle";
import { ImpersonationBanner } from "./ImpersonationBanner";
import { Navigation } from "./Navigation";
import { OrganizationSwitcher } from "./OrganizationSwitcher";
import { UserMenu } from "./UserMenu";

type AppShellProps = {
  actor: Actor;
  title: string;
  /** The navigation's link that this page is under. */
  section?: string;
  /** Stands above the title, e.g. a link to what the page belongs to. */
  above?: ReactNode;
  /** Stands beside the title. */
  beside?: ReactNode;
  children: ReactNode;
};

/** A signed-in person's page: who and where they are, where they can go, and the page itself. */
export async function AppShell({ actor, title, section, above, beside, children }: AppShellProps) {
  const organizations = await read(() => organizationService.list(actor));
  return (
    <>
      <DocumentTitle title={title} />
      <header className="bg-card border-b">
        {actor.impersonator && <ImpersonationBanner actor={actor} impersonator={actor.impersonator} />}
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
          <p className="text-primary text-lg font-semibold tracking-tight">Atrium</p>
          <OrganizationSwitcher actor={actor} organizations={organizations} />
          <UserMenu actor={actor} />
        </div>
        <Navigation actor={actor} section={section} />
      </header>
      <main className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-8" id="main">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
          {above && <div className="text-muted-foreground text-sm">{above}</div>}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <h1 className="min-w-0 text-2xl font-semibold tracking-tight break-words">{title}</h1>
            {beside}
          </div>
        </div>
        {children}
      </main>
    </>
  );
}
