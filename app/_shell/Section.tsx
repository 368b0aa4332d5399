import { useId, type ReactNode } from "react";
import { Card } from "@/components/ui/card";

/** A titled part of a page. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Card className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 className="text-lg font-semibold tracking-tight" id={id}>
          {title}
        </h2>
        {children}
      </Card>
    </section>
  );
}
