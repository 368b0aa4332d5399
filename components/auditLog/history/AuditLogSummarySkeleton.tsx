import type { Display } from "@/components/auditLog/display";
import { formatsOf } from "@/components/auditLog/formats";
import { historyTexts } from "./texts";

/** Stands where a summary will be. */
export function AuditLogSummarySkeleton({ display }: { display?: Display }) {
  const formats = formatsOf(display);
  return (
    <div aria-busy="true" dir={formats.text.direction} lang={formats.locale}>
      <span className="sr-only">{historyTexts(formats).loading}</span>
      <div aria-hidden="true" className="grid animate-pulse gap-3 motion-reduce:animate-none">
        <span className="bg-muted h-4 w-1/2 rounded" />
        <span className="bg-muted h-4 w-2/3 rounded" />
      </div>
    </div>
  );
}
