import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import type { Actor } from "@/modules/access/access.types";
import { signOut } from "./actions";

export function UserMenu({ actor }: { actor: Actor }) {
  return (
    <div className="ms-auto flex min-w-0 items-center gap-3 text-sm">
      <TextLink className="min-w-0 break-words" href="/account">
        {actor.name}
      </TextLink>
      <form action={signOut}>
        <Button size="sm" variant="outline">
          Sign out
        </Button>
      </form>
    </div>
  );
}
