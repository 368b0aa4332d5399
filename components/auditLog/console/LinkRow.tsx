import { useId } from "react";

export type RowLink = { label: string; href: string; isCurrent?: boolean };

/** Links side by side that stand for choices; the one that holds now is marked. */
export function LinkRow({ label, links }: { label: string; links: readonly RowLink[] }) {
  const id = useId();
  return (
    <nav aria-labelledby={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
      <span className="text-muted-foreground" id={id}>
        {label}
      </span>
      <ul className="flex flex-wrap gap-x-1 gap-y-1 max-sm:-ms-2">
        {links.map(({ label: text, href, isCurrent }) => (
          <li key={text}>
            <a
              aria-current={isCurrent ? "true" : undefined}
              className="hover:bg-accent aria-[current]:bg-secondary aria-[current]:text-secondary-foreground inline-block rounded-md px-2 py-1 underline decoration-from-font underline-offset-4 aria-[current]:font-semibold aria-[current]:no-underline"
              href={href}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
