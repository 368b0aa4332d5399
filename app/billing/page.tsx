import { read } from "@/app/_errors/read";
import { readNotice, type Notice } from "@/app/_forms/notice";
import { ActionForm } from "@/app/_forms/ActionForm";
import { ConfirmForm } from "@/app/_forms/ConfirmForm";
import { requireMember } from "@/app/_session/session";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { Badge } from "@/components/ui/badge";
import { accessService } from "@/modules/access/access.service";
import { billingService } from "@/modules/billing/billing.service";
import { plans, type Plan, type Subscription } from "@/modules/billing/billing.types";
import { cancelPlan, changePlan } from "./actions";

const labels: Record<Plan, string> = { free: "Free", team: "Team", business: "Business" };

export default async function BillingPage({ searchParams }: PageProps<"/billing">) {
  const actor = await requireMember("/billing");
  const subscription = await read(() => billingService.get(actor));
  const notice = readNotice(await searchParams);
  return (
    <AppShell actor={actor} section="/billing" title="Billing">
      <div className="max-w-xl">
        <Section title="Plan">
          <p className="flex flex-wrap items-center gap-3">
            <span>
              Your organization is on the{" "}
              <strong className="font-semibold">{labels[subscription.plan]}</strong> plan.
            </span>
            {subscription.status === "canceled" && <Badge variant="outline">Canceled</Badge>}
          </p>
          {accessService.can(actor, "billing.manage") ? (
            <PlanForms notice={notice} subscription={subscription} />
          ) : (
            <p className="text-muted-foreground">The owner of the organization can change it.</p>
          )}
        </Section>
      </div>
    </AppShell>
  );
}

function PlanForms({ subscription: { plan }, notice }: { subscription: Subscription; notice: Notice }) {
  const options = plans.map((value) => ({ value, label: labels[value] }));
  return (
    <>
      <ActionForm
        action={changePlan}
        fields={[{ kind: "select", name: "plan", label: "Plan", value: plan, options }]}
        name="plan"
        notice={notice}
        submit="Change plan"
      />
      {plan !== "free" && (
        <ConfirmForm
          action={cancelPlan}
          name="cancel"
          notice={notice}
          question="The organization goes back to the Free plan at once."
          submit="Cancel the plan"
          summary="Cancel…"
        />
      )}
    </>
  );
}
