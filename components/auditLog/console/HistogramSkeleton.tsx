/** Stands where a histogram will be, as high as that. */
export function HistogramSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-2">
      <p className="text-muted-foreground text-sm">Counting the entries…</p>
      <div aria-hidden="true" className="bg-muted h-24 animate-pulse rounded-sm motion-reduce:animate-none" />
      <div className="h-10" />
    </div>
  );
}
