import { escapeHidden } from "@/components/auditLog/text/escaped";
import { Button } from "@/components/ui/button";
import { outcomes } from "@/modules/auditLog/auditLog.types";
import { defaultPreset, presets, type QueryForm } from "@/modules/auditLog/search/query.types";
import { ActionChoices } from "./ActionChoices";
import { Checkbox, SelectField, TextField, type Option } from "./Field";
import { presetLabels } from "./windowText";

type FilterPanelProps = {
  /** Where the fields are sent to, which makes a line of them. */
  path: string;
  /** The line, and its fields. */
  line: string;
  form: QueryForm;
  timeZone: string;
  /** Organizations to choose from; null: the reader has no choice. */
  organizations: readonly Option[] | null;
  /** The application's own, offered while typing. */
  resourceTypes?: readonly string[];
};

/** Tells the page that fields were sent and no line. */
export const panelField = { name: "panel", value: "1" } as const;

const windowOptions = [
  { value: "", label: `The last ${presetLabels[defaultPreset]}, or the dates below` },
  ...presets.map((preset) => ({
    value: preset,
    label: preset === "all" ? presetLabels.all : `The last ${presetLabels[preset]}`,
  })),
];
const outcomeLabels = { success: "Success", failure: "Failure", denied: "Denied" };

/** The same query as fields, filled in from the line. What the line has no field for is kept beside them. */
export function FilterPanel(props: FilterPanelProps) {
  const { path, line, form, timeZone, organizations, resourceTypes } = props;
  return (
    <form action={path} className="grid grid-cols-[minmax(0,1fr)] gap-5 text-sm">
      <input name={panelField.name} type="hidden" value={panelField.value} />
      <input name="was" type="hidden" value={line} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField hint="A part of the name, or an id." label="Actor" name="actor" value={form.actor} />
        <TextField
          hint="A type, or type/id."
          label="Resource"
          name="resource"
          suggestions={resourceTypes?.map((value) => ({ value, label: value }))}
          value={form.resource}
        />
        <TextField label="Request id" name="request" value={form.request} />
        <TextField
          hint="A client’s IP address, or a block of them."
          label="Address"
          name="address"
          value={form.address}
        />
        <TextField hint="In names and details." label="Words" name="words" value={form.words} />
        {organizations && (
          <TextField
            hint="A name or an id, platform, or * for all."
            label="Organization"
            name="organization"
            suggestions={organizations}
            value={form.organization}
          />
        )}
      </div>
      <ActionChoices chosen={form.action} />
      <fieldset className="min-w-0">
        <legend className="font-medium">Outcome</legend>
        <div className="flex flex-wrap gap-x-6">
          {outcomes.map((outcome) => (
            <Checkbox
              isChecked={form.outcome.includes(outcome)}
              key={outcome}
              label={outcomeLabels[outcome]}
              name="outcome"
              value={outcome}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="grid min-w-0 gap-4 sm:grid-cols-3">
        <legend className="mb-1.5 font-medium">When (times in {timeZone})</legend>
        <SelectField label="Time" name="window" options={windowOptions} value={form.window} />
        <TextField label="From day" name="from" type="date" value={form.from} />
        <TextField label="To day, included" name="to" type="date" value={form.to} />
      </fieldset>
      {form.rest !== "" && (
        <p>
          Kept as it stands in the line: <code dir="ltr">{escapeHidden(form.rest)}</code>
        </p>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button size="sm">Apply filter</Button>
        <a className="underline underline-offset-4" href={path}>
          Clear everything
        </a>
      </div>
    </form>
  );
}
