import { ConfirmForm } from "@/app/_forms/ConfirmForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import type { Member } from "@/modules/organization/organization.types";
import { transferOwnership } from "./actions";

type OwnershipProps = { members: readonly Member[]; notice: Notice };

/** `members`: those who can become the owner. */
export function Ownership({ members, notice }: OwnershipProps) {
  if (members.length === 0) return null;
  const options = members.map(({ userId, name }) => ({ value: userId, label: name }));
  return (
    <Section title="Ownership">
      <ConfirmForm
        action={transferOwnership}
        fields={[{ kind: "select", name: "userId", label: "New owner", options }]}
        name="ownership"
        notice={notice}
        question="The new owner can do everything, billing included; you become an administrator."
        submit="Transfer ownership"
        summary="Transfer the ownership…"
      />
    </Section>
  );
}
