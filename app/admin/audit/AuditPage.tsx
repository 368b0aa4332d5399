import { Suspense } from "react";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { Delivery } from "@/app/admin/audit/platform/Delivery";
import { recordView } from "@/app/admin/recordView";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import { TextLink } from "@/components/ui/text-link";
import { accessService } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

type AuditPageProps = { actor: Actor; scope: "organization" | "platform"; cursor: string | null };

const titles = { organization: "The organization", platform: "The platform" };

/** The newest entries of the actor's organization, or of the platform itself. */
export async function AuditPage({ actor, scope, cursor }: AuditPageProps) {
  const organizationId = scope === "platform" ? null : actor.organizationId;
  await recordView(
    { ...actor, organizationId },
    {
      resourceType: "audit_log",
      resourceId: organizationId ?? "platform",
      resourceName: titles[scope].toLowerCase(),
      cursor,
    },
  );
  return (
    <AppShell actor={actor} section="/admin/audit" title="Audit log">
      {actor.platformRole === "admin" && <Scopes actor={actor} scope={scope} />}
      {scope === "platform" && cursor === null && (
        <Section title="Delivery">
          <Suspense>
            <Delivery />
          </Suspense>
        </Section>
      )}
      <Section title={titles[scope]}>
        <Suspense fallback={<AuditLogSkeleton />}>
          <AuditLogFeed
            actorHref={(actorId) => `/admin/audit/actors/${encodeURIComponent(actorId)}`}
            cursor={cursor}
            load={() => auditLogService.search({ organizationId }, { cursor })}
          />
        </Suspense>
      </Section>
    </AppShell>
  );
}

function Scopes({ actor, scope }: Pick<AuditPageProps, "actor" | "scope">) {
  const links = [
    {
      scope: "organization",
      href: "/admin/audit",
      label: "Organization",
      isOpen: accessService.can(actor, "audit_log.read"),
    },
    { scope: "platform", href: "/admin/audit/platform", label: "Platform", isOpen: true },
  ];
  return (
    <nav aria-label="Scope">
      <ul className="flex gap-4 text-sm">
        {links
          .filter(({ isOpen }) => isOpen)
          .map((link) => (
            <li key={link.scope}>
              <TextLink
                aria-current={link.scope === scope ? "page" : undefined}
                className="aria-[current=page]:font-semibold"
                href={link.href}
              >
                {link.label}
              </TextLink>
            </li>
          ))}
      </ul>
    </nav>
  );
}
