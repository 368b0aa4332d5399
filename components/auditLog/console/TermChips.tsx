import { X } from "lucide";
import { escapeHidden } from "@/components/auditLog/text/escaped";
import { Icon } from "@/components/ui/icon";

/** A term as it is written in the line, and the line without it. */
export type TermChip = { text: string; withoutHref: string };

/** What is asked for, each with a way to stop asking for it. */
export function TermChips({ chips, clearHref }: { chips: readonly TermChip[]; clearHref: string }) {
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-2 text-sm">
      {chips.map(({ text, withoutHref }) => (
        <li
          className="bg-secondary text-secondary-foreground flex max-w-full min-w-0 items-center rounded-full ps-3"
          key={text}
        >
          <code className="min-w-0 py-1 break-words" dir="ltr">
            {escapeHidden(text)}
          </code>
          <a
            aria-label={`Remove ${escapeHidden(text)}`}
            className="hover:text-foreground ms-1 inline-flex size-7 shrink-0 items-center justify-center rounded-full"
            href={withoutHref}
            title={`Remove ${escapeHidden(text)}`}
          >
            <Icon node={X} />
          </a>
        </li>
      ))}
      <li>
        <a className="px-1 py-1 underline underline-offset-4" href={clearHref}>
          Remove all
        </a>
      </li>
    </ul>
  );
}
