/** Stands where a feed will be. */
export function AuditLogSkeleton({ entries = 3 }: { entries?: number }) {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading the activity…</span>
      {Array.from({ length: entries }, (_, at) => (
        <div aria-hidden="true" className="flex animate-pulse gap-3 py-3 motion-reduce:animate-none" key={at}>
          <span className="bg-muted size-8 rounded-full" />
          <span className="bg-muted mt-2 h-4 w-2/3 rounded" />
        </div>
      ))}
    </div>
  );
}
