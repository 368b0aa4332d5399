import { escapeHidden } from "@/components/auditLog/text/escaped";
import { Checkbox } from "./Field";
import { actionGroups, actionLabel, prefixLabel, type ActionGroup } from "./actionGroups";

/** Actions to tick, by what they are about: all of a kind, or single ones. */
export function ActionChoices({ chosen }: { chosen: readonly string[] }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">Action</legend>
      <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
        {actionGroups(chosen).map((group) => (
          <Group chosen={chosen} group={group} key={group.prefix} />
        ))}
      </div>
    </fieldset>
  );
}

function Group({ group: { prefix, actions }, chosen }: { group: ActionGroup; chosen: readonly string[] }) {
  const title = prefix === "" ? "Others" : prefixLabel(prefix);
  const every = `${prefix}.*`;
  return (
    <fieldset className="min-w-0">
      <legend className="text-muted-foreground mb-1">{title}</legend>
      <div className="border-s ps-3">
        {prefix !== "" && (
          <Checkbox
            isChecked={chosen.includes(every)}
            label={`Everything (${every})`}
            name="action"
            value={every}
          />
        )}
        {actions.map((action) => (
          <Checkbox
            isChecked={chosen.includes(action)}
            key={action}
            label={prefix === "" ? escapeHidden(action) : actionLabel(action)}
            name="action"
            value={action}
          />
        ))}
      </div>
    </fieldset>
  );
}
