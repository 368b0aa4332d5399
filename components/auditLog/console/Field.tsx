import { useId } from "react";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";

export type Option = { value: string; label: string };

type FieldProps = {
  name: string;
  label: string;
  value: string;
  hint?: string;
  type?: "text" | "date";
  /** Offered while typing; anything else may be typed too. */
  suggestions?: readonly Option[];
};

/** One text field of the filter panel. */
export function TextField({ name, label, value, hint, type = "text", suggestions }: FieldProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        aria-describedby={hint ? `${id}-hint` : undefined}
        autoComplete="off"
        defaultValue={value}
        dir={type === "text" ? "auto" : undefined}
        id={id}
        list={suggestions ? `${id}-list` : undefined}
        name={name}
        type={type}
      />
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </datalist>
      )}
      {hint && (
        <p className="text-muted-foreground text-sm" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type SelectProps = { name: string; label: string; value: string; options: readonly Option[] };

export function SelectField({ name, label, value, options }: SelectProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <NativeSelect defaultValue={value} id={id} name={name}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}

type CheckboxProps = { name: string; value: string; label: string; isChecked: boolean };

export function Checkbox({ name, value, label, isChecked }: CheckboxProps) {
  return (
    <label className="flex min-w-0 items-start gap-2 py-1">
      <input
        className="accent-primary mt-0.5 size-4 shrink-0"
        defaultChecked={isChecked}
        name={name}
        type="checkbox"
        value={value}
      />
      <span className="min-w-0 break-words">{label}</span>
    </label>
  );
}
