import type { Display } from "./display";
import { formatsOf } from "./formats";

type SkeletonProps = { entries?: number; display?: Display };

/** Stands where a feed will be. */
export function AuditLogSkeleton({ entries = 3, display }: SkeletonProps) {
  const { locale, text } = formatsOf(display);
  return (
    <div aria-busy="true" dir={text.direction} lang={locale}>
      <span className="sr-only">{text.loading}</span>
      {Array.from({ length: entries }, (_, at) => (
        <div aria-hidden="true" className="flex animate-pulse gap-3 py-3 motion-reduce:animate-none" key={at}>
          <span className="bg-muted size-8 rounded-full" />
          <span className="bg-muted mt-2 h-4 w-2/3 rounded" />
        </div>
      ))}
    </div>
  );
}
