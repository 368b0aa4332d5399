import { useId } from "react";
import { escapeHidden } from "@/components/auditLog/text/escaped";
import type { Formats } from "@/components/auditLog/formats";
import type { HistorySummary, Occurrence } from "@/modules/auditLog/search/search.types";
import { historyTexts } from "./texts";

/** What to rank, and where each value leads; left out, values stand there plain. */
export type Ranking = { of: "actions" | "actors" | "addresses"; href?: (value: string) => string };

type OccurrencesProps = { summary: HistorySummary; ranking: Ranking; formats: Formats };

/** What recurs, most often first; not there where nothing is known of it. */
export function Occurrences({ summary, ranking: { of, href }, formats }: OccurrencesProps) {
  const headingId = useId();
  const texts = historyTexts(formats);
  if (summary[of].length === 0) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-1">
      <h3 className="font-medium" id={headingId}>
        {texts[of]}
      </h3>
      {summary.isPartial && (
        <p className="text-muted-foreground">{texts.partial(formats.number(summary.counted))}</p>
      )}
      <ul aria-labelledby={headingId}>
        {summary[of].map((occurrence) => (
          <li className="flex items-baseline gap-x-3 py-0.5" key={occurrence.value}>
            <Value href={href?.(occurrence.value)} occurrence={occurrence} />
            <span className="text-muted-foreground tabular-nums">
              {texts.times(formats.number(occurrence.entries))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Value({ occurrence: { value, name }, href }: { occurrence: Occurrence; href?: string }) {
  const label = name?.trim() ? (
    <bdi className="wrap-anywhere">{escapeHidden(name)}</bdi>
  ) : (
    <code className="wrap-anywhere" dir="ltr">
      {escapeHidden(value)}
    </code>
  );
  if (href === undefined) return label;
  return (
    <a className="min-w-0 underline decoration-from-font underline-offset-4 hover:no-underline" href={href}>
      {label}
    </a>
  );
}
