import { redirect } from "next/navigation";
import { requireActor } from "@/app/_session/session";
import { AppShell } from "@/app/_shell/AppShell";
import { buttonVariants } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";

export default async function NoOrganizationPage() {
  const actor = await requireActor("/no-organization");
  if (actor.organizationId !== null) redirect("/projects");
  return (
    <AppShell actor={actor} title="You belong to no organization yet">
      <p className="text-muted-foreground max-w-prose">
        Projects and posts live in an organization. Create one, or accept an invitation to a colleague’s: both
        are on your account page.
      </p>
      <p>
        <TextLink
          className={buttonVariants({ className: "text-primary-foreground no-underline" })}
          href="/account"
        >
          Go to your account
        </TextLink>
      </p>
    </AppShell>
  );
}
