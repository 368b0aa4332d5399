import { Button } from "@/components/ui/button";
import type { Actor } from "@/modules/access/access.types";
import { stopImpersonation } from "./actions";

type ImpersonationBannerProps = { actor: Actor; impersonator: { name: string } };

export function ImpersonationBanner({ actor, impersonator }: ImpersonationBannerProps) {
  return (
    <form
      action={stopImpersonation}
      aria-label="Impersonation"
      className="bg-secondary text-secondary-foreground flex flex-wrap items-center justify-center gap-x-4 gap-y-2 px-4 py-2 text-sm"
    >
      <p>
        {impersonator.name}, you act as <strong>{actor.name}</strong>. What you do is recorded with both
        names.
      </p>
      <Button size="sm" variant="outline">
        Stop
      </Button>
    </form>
  );
}
