import { ActionForm } from "@/app/_forms/ActionForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import { createOrganization } from "./actions";

export function NewOrganization({ notice }: { notice: Notice }) {
  return (
    <Section title="New organization">
      <ActionForm
        action={createOrganization}
        fields={[
          {
            name: "name",
            label: "Organization name",
            hint: "You will own it.",
            maxLength: 120,
            required: true,
          },
        ]}
        name="organization"
        notice={notice}
        submit="Create organization"
      />
    </Section>
  );
}
