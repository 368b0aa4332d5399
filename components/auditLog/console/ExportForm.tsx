import { Button } from "@/components/ui/button";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";

type ExportFormProps = {
  /** The route that streams the file. */
  path: string;
  line: string;
  /** The page of exports that run and that were made. */
  exportsHref: string;
};

const formats = [
  { value: "csv", label: "CSV, for spreadsheets" },
  { value: "ndjson", label: "NDJSON, one entry a line" },
  { value: "cloudevents", label: "CloudEvents 1.0" },
  { value: "ocsf", label: "OCSF" },
];

/** Everything that the line finds, as a file. */
export function ExportForm({ path, line, exportsHref }: ExportFormProps) {
  return (
    <form action={path} className="flex flex-wrap items-end gap-x-3 gap-y-2 text-sm">
      <input name="q" type="hidden" value={line} />
      <div className="grid gap-1.5">
        <Label htmlFor="audit-export-format">Export everything this search finds</Label>
        <NativeSelect className="h-9 w-auto" id="audit-export-format" name="format">
          {formats.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </div>
      <Button size="sm" variant="outline">
        Export
      </Button>
      <a className="py-2 underline underline-offset-4" href={exportsHref}>
        Running and past exports
      </a>
    </form>
  );
}
