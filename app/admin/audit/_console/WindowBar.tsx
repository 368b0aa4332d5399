import { LinkRow } from "@/components/auditLog/console/LinkRow";
import { toVisible } from "@/components/auditLog/text/visible";
import { presetLabels, windowText } from "@/components/auditLog/console/windowText";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { presets } from "@/modules/auditLog/search/query.types";
import { hrefOf } from "./address";
import type { ConsoleState } from "./readConsole";

/** What stretch of time is looked at, whose clock it goes by, and other stretches a click away. */
export function WindowBar({ query, display: { timeZone }, scopeName }: ConsoleState) {
  const { line, window } = query;
  const links = presets.map((preset) => ({
    label: presetLabels[preset],
    href: hrefOf(auditLogService.withWindow(line, preset)),
    isCurrent: window.kind !== "dates" && window.preset === preset,
  }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <p className="text-sm">
        <strong className="font-semibold" dir="auto">
          {capitalize(toVisible(scopeName))}
        </strong>
        : {windowText(query, timeZone)}
        {window.kind === "default" && ", because the query names no dates"}. Times in {timeZone}.
      </p>
      <LinkRow label="Time:" links={links} />
    </div>
  );
}

/** Names as they are; only "all organizations" and the like begin a sentence here. */
function capitalize(text: string): string {
  return text.startsWith("all ") || text.startsWith("the ")
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;
}
