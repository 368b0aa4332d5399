import { reportError } from "@/app/_errors/report";
import { Histogram } from "@/components/auditLog/console/Histogram";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { hrefOf, resultsId } from "./address";
import type { ConsoleState } from "./readConsole";

/** When it happened, over the window. Without it the page around stays whole. */
export async function Timeline(state: ConsoleState) {
  const bars = await readBars(state).catch(reportFailure);
  if (bars === null)
    return <p className="text-muted-foreground text-sm">The overview can’t be shown just now.</p>;
  return <Histogram bars={bars} skipHref={`#${resultsId}`} timeZone={state.display.timeZone} />;
}

async function readBars({ access: { scope, viewer }, query: { filter, line }, display, now }: ConsoleState) {
  const first = filter.from === null ? await auditLogService.findFirst(scope) : null;
  const { timeZone } = display;
  const { edges, windows } = auditLogService.bucketEdges(filter, { timeZone, now, first });
  const bars = await auditLogService.histogram(scope, { filter, edges, viewer });
  return bars.map((bar, at) => ({
    ...bar,
    href: hrefOf(auditLogService.withWindow(line, windows[at] ?? null)),
  }));
}

function reportFailure(error: unknown): null {
  reportError(error, "page");
  return null;
}
