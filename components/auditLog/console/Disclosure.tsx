import type { ReactNode } from "react";

/** Something that opens without a script. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="text-sm">
      <summary className="w-fit py-1 font-medium">{title}</summary>
      <div className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-4">{children}</div>
    </details>
  );
}
