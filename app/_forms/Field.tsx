import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";

type Common = { name: string; label: string; hint?: string; value?: string; required?: boolean };
type TextSpec = Common & {
  kind?: "text" | "email" | "password";
  minLength?: number;
  maxLength?: number;
  autoComplete?: string;
};
type TextareaSpec = Common & { kind: "textarea"; maxLength: number; rows?: number };
/** `lang`: the label's language, where it isn't the page's. */
type Option = { value: string; label: string; lang?: string };
type SelectSpec = Common & { kind: "select"; options: readonly Option[] };

/** One field of a form, as data. */
export type FieldSpec = TextSpec | TextareaSpec | SelectSpec;

type FieldProps = {
  form: string;
  spec: FieldSpec;
  isInvalid: boolean;
  /** Low, and the label for screen readers alone, where what stands around says it too. */
  isCompact?: boolean;
};

export function Field({ form, spec, isInvalid, isCompact = false }: FieldProps) {
  const id = `${form}-${spec.name}`;
  const hint = spec.hint ?? (isInvalid ? "This can’t be used as it is." : null);
  const described = hint === null ? undefined : `${id}-hint`;
  return (
    <div className="grid min-w-0 gap-1.5">
      <Label className={isCompact ? "sr-only" : undefined} htmlFor={id}>
        {spec.label}
      </Label>
      <Control
        className={isCompact ? "h-9" : undefined}
        id={id}
        spec={spec}
        aria-describedby={described}
        aria-invalid={isInvalid || undefined}
      />
      {hint !== null && (
        <p
          className={isInvalid ? "text-destructive text-sm" : "text-muted-foreground text-sm"}
          id={described}
        >
          {hint}
        </p>
      )}
    </div>
  );
}

type ControlProps = {
  id: string;
  className?: string;
  spec: FieldSpec;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};

function Control({ spec, ...props }: ControlProps) {
  const shared = { ...props, name: spec.name, defaultValue: spec.value, required: spec.required };
  if (spec.kind === "textarea") return <Textarea {...shared} maxLength={spec.maxLength} rows={spec.rows} />;
  if (spec.kind === "select") {
    return (
      <NativeSelect {...shared}>
        {spec.options.map(({ value, label, lang }) => (
          <option key={value} lang={lang} value={value}>
            {label}
          </option>
        ))}
      </NativeSelect>
    );
  }
  const { kind = "text", minLength, maxLength, autoComplete } = spec;
  return (
    <Input {...shared} autoComplete={autoComplete} maxLength={maxLength} minLength={minLength} type={kind} />
  );
}
