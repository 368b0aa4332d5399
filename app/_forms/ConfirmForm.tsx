import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ActionForm, type ActionFormProps } from "./ActionForm";

type ConfirmFormProps = ActionFormProps & {
  /** What opens the question. */
  summary: string;
  /** What will happen. */
  question: string;
};

/** An action that can't be undone, behind a question that opens without any script. */
export function ConfirmForm({ summary, question, ...form }: ConfirmFormProps) {
  const { name, notice, subject } = form;
  return (
    <details className="group" open={notice.form === name && notice.error !== null}>
      <summary
        className={cn(buttonVariants({ variant: "outline", size: "sm" }), "text-destructive list-none")}
      >
        <span>{summary}</span>
        {subject && <span className="sr-only"> {subject}</span>}
      </summary>
      <div className="border-destructive mt-3 grid gap-3 rounded-md border p-4">
        <p className="text-sm">{question}</p>
        <ActionForm variant="destructive" {...form} />
      </div>
    </details>
  );
}
