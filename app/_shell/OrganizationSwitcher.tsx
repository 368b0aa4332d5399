import { Button } from "@/components/ui/button";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import type { Actor } from "@/modules/access/access.types";
import type { Organization } from "@/modules/organization/organization.types";
import { switchOrganization } from "./actions";

type OrganizationSwitcherProps = { actor: Actor; organizations: readonly Organization[] };

/** The organization the person works in, and the way to another of theirs. */
export function OrganizationSwitcher({ actor, organizations }: OrganizationSwitcherProps) {
  if (organizations.length < 2)
    return <p className="min-w-0 text-sm">{organizations[0]?.name ?? "No organization yet"}</p>;
  return (
    <form action={switchOrganization} className="flex min-w-0 items-center gap-2">
      <Label className="sr-only" htmlFor="organization">
        Organization
      </Label>
      <NativeSelect
        className="h-9"
        defaultValue={actor.organizationId ?? ""}
        id="organization"
        name="organizationId"
      >
        {organizations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <Button size="sm" variant="outline">
        Switch
      </Button>
    </form>
  );
}
