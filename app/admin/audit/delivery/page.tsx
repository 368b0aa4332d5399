import { Suspense } from "react";
import { requireActor } from "@/app/_session/session";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { denyPage } from "@/app/admin/denyPage";
import { TextLink } from "@/components/ui/text-link";
import { accessService } from "@/modules/access/access.service";
import { Delivery } from "./Delivery";

/** How the log's entries reach the database: for whoever runs the platform. */
export default async function DeliveryPage() {
  const actor = await requireActor("/admin/audit/delivery");
  if (accessService.auditAccess(actor, null)?.viewer !== "operator")
    return denyPage(actor, { action: "audit_log.viewed", resourceType: "platform", resourceId: "audit_log" });
  return (
    <AppShell
      above={<TextLink href="/admin/audit">Audit log</TextLink>}
      actor={actor}
      section="/admin/audit"
      title="Delivery"
    >
      <Section title="How entries reach the log">
        <Suspense fallback={<Asking />}>
          <Delivery />
        </Suspense>
      </Section>
    </AppShell>
  );
}

function Asking() {
  return (
    <p aria-busy="true" className="text-muted-foreground text-sm">
      Looking at what is under way…
    </p>
  );
}
