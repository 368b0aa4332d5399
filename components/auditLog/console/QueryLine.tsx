import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { QueryError } from "@/modules/auditLog/search/query.types";
import { QueryErrors } from "./QueryErrors";

type QueryLineProps = {
  /** Where the line is sent to, as `?q=`. */
  path: string;
  line: string;
  errors: readonly QueryError[];
  /** What somebody could type, in the application's own words. */
  placeholder?: string;
};

const inputId = "audit-query";
const hintId = "audit-query-hint";
const errorsId = "audit-query-errors";

/** The one state of the console: a line that people type. What is wrong with it stands where it is. */
export function QueryLine(props: QueryLineProps) {
  const { path, line, errors, placeholder = "actor:ana outcome:denied" } = props;
  const isWrong = errors.length > 0;
  return (
    <search>
      <form action={path} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        <Label htmlFor={inputId}>Search the audit log</Label>
        <div className="flex flex-wrap gap-2">
          <Input
            aria-describedby={isWrong ? `${errorsId} ${hintId}` : hintId}
            aria-invalid={isWrong || undefined}
            autoCapitalize="none"
            autoComplete="off"
            className="min-w-64 flex-1"
            defaultValue={line}
            dir="auto"
            enterKeyHint="search"
            id={inputId}
            name="q"
            placeholder={placeholder}
            spellCheck={false}
            type="search"
          />
          <Button>Search</Button>
        </div>
        <p className="text-muted-foreground text-sm" id={hintId}>
          Names and words just as they are, or fields such as <code>actor:ana</code>.
        </p>
        {isWrong && <QueryErrors errors={errors} id={errorsId} line={line} />}
      </form>
    </search>
  );
}
