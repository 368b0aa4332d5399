import { escapeHidden } from "@/components/auditLog/text/escaped";
import { Alert } from "@/components/ui/alert";
import type { QueryError } from "@/modules/auditLog/search/query.types";
import { splitAtErrors } from "./splitAtErrors";

type QueryErrorsProps = { line: string; errors: readonly QueryError[]; id: string };

/** The line again, with what can't be understood marked in it, and why. */
export function QueryErrors({ line, errors, id }: QueryErrorsProps) {
  const parts = splitAtErrors(line, errors);
  return (
    <Alert className="mt-1 grid grid-cols-[minmax(0,1fr)] gap-2" id={id} variant="destructive">
      <p className="font-semibold">Nothing was searched. Change what is marked, and search again.</p>
      <p className="font-mono break-words whitespace-pre-wrap" dir="ltr">
        {parts.map(({ text, isWrong, start }) =>
          isWrong ? (
            <mark
              className="bg-destructive text-destructive-foreground rounded-xs px-0.5"
              dir="auto"
              key={start}
            >
              {escapeHidden(text)}
            </mark>
          ) : (
            <bdi key={start}>{escapeHidden(text)}</bdi>
          ),
        )}
      </p>
      <ul className="grid gap-1">
        {errors.map(({ start, end, message }) => (
          <li key={`${start}-${end}-${message}`}>{escapeHidden(message)}</li>
        ))}
      </ul>
    </Alert>
  );
}
