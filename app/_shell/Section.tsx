import { useId, type ReactNode } from "react";
import { Card } from "@/components/ui/card";

/** A titled part of a page; with an `id`, links can lead to it. */
export function Section({ id, title, children }: { id?: string; title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} id={id}>
      <Card className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 className="text-lg font-semibold tracking-tight" id={titleId}>
          {title}
        </h2>
        {children}
      </Card>
    </section>
  );
}
