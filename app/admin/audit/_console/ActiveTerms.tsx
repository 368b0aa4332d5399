import { TermChips } from "@/components/auditLog/console/TermChips";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { consolePath, hrefOf } from "./address";
import type { ConsoleState } from "./readConsole";

/** What the line asks for, each with a link that takes it out; the window too where it is one of dates. */
export function ActiveTerms({ query: { line, terms, window } }: ConsoleState) {
  const chips = terms.map((term) => ({
    text: auditLogService.withTerm("", term),
    withoutHref: hrefOf(auditLogService.withoutTerm(line, term)),
  }));
  const dates =
    window.kind === "dates"
      ? [
          {
            text: auditLogService.withWindow("", window.text),
            withoutHref: hrefOf(auditLogService.withWindow(line, null)),
          },
        ]
      : [];
  return <TermChips chips={[...chips, ...dates]} clearHref={consolePath} />;
}
