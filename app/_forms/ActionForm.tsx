import { messageOf, type FormMessages } from "@/app/_errors/messages";
import { Alert } from "@/components/ui/alert";
import { Button, type ButtonVariant } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field, type FieldSpec } from "./Field";
import type { Notice } from "./notice";

export type ActionFormProps = {
  /** The same name as the action's; unique on the page. */
  name: string;
  action: (data: FormData) => Promise<void>;
  notice: Notice;
  fields?: readonly FieldSpec[];
  submit: string;
  /** Said to screen readers after the button's text, where several buttons read alike. */
  subject?: string;
  variant?: ButtonVariant;
  /** One line: the fields beside the button, their labels for screen readers. */
  isInline?: boolean;
  /** Shown once it succeeded, where the page itself doesn't show it. */
  done?: string;
  messages?: FormMessages;
};

/** A form that works without any script: its action redirects back, and the page's query string tells how it went. */
export function ActionForm({
  name,
  action,
  notice,
  fields = [],
  isInline = false,
  ...props
}: ActionFormProps) {
  return (
    <form action={action} className="grid gap-3">
      <Outcome name={name} notice={notice} done={props.done} messages={props.messages} />
      <div className={layoutOf(fields, isInline)}>
        {fields.map((spec) => (
          <Field
            form={name}
            isInvalid={notice.form === name && notice.fields.includes(spec.name)}
            isCompact={isInline}
            key={spec.name}
            spec={spec}
          />
        ))}
        <Submit isInline={isInline} {...props} />
      </div>
    </form>
  );
}

/** A single line and its button share a row; anything longer is a column. */
function layoutOf(fields: readonly FieldSpec[], isInline: boolean): string {
  if (isInline) return "flex flex-wrap items-end gap-2";
  const [field] = fields;
  const isRow = fields.length === 1 && field?.kind !== "textarea" && field?.hint === undefined;
  return cn("grid gap-4", isRow && "sm:grid-cols-[minmax(0,1fr)_auto] sm:items-end");
}

function Submit({
  submit,
  subject,
  variant,
  isInline,
}: Pick<ActionFormProps, "submit" | "subject" | "variant" | "isInline">) {
  return (
    <Button className="justify-self-start" size={isInline ? "sm" : "default"} variant={variant}>
      {submit}
      {subject && <span className="sr-only"> {subject}</span>}
    </Button>
  );
}

function Outcome({
  name,
  notice,
  done,
  messages,
}: Pick<ActionFormProps, "name" | "notice" | "done" | "messages">) {
  if (notice.form !== name) return null;
  if (notice.error !== null) {
    return <Alert variant="destructive">{messageOf(notice.error, messages)}</Alert>;
  }
  return done ? <Alert>{done}</Alert> : null;
}
