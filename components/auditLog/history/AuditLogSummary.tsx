import type { ReactNode } from "react";
import type { Display } from "@/components/auditLog/display";
import { formatsOf, type Formats } from "@/components/auditLog/formats";
import type { HistorySummary } from "@/modules/auditLog/search/search.types";
import { Occurrences, type Ranking } from "./Occurrences";
import { historyTexts } from "./texts";

type SummaryProps = {
  /** Reads what to show. */
  load: () => Promise<HistorySummary>;
  /** What recurs, in the order in which it is told. */
  rankings: readonly Ranking[];
  display?: Display;
};

/** What stands above a history: when it began, how much there is, what recurs. What can't be read is said. */
export async function AuditLogSummary({ load, rankings, display }: SummaryProps) {
  const formats = formatsOf(display);
  const texts = historyTexts(formats);
  const summary = await read(load);
  return (
    <div className="text-sm" dir={formats.text.direction} lang={formats.locale}>
      {summary === null ? (
        <p className="text-muted-foreground" role="alert">
          {texts.failed}
        </p>
      ) : summary.counted === 0 ? (
        <p className="text-muted-foreground">{texts.none}</p>
      ) : (
        <Known formats={formats} rankings={rankings} summary={summary} />
      )}
    </div>
  );
}

type KnownProps = { summary: HistorySummary; rankings: readonly Ranking[]; formats: Formats };

function Known({ summary, rankings, formats }: KnownProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5" data-audit-log-summary>
      <Extent formats={formats} summary={summary} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 sm:grid-cols-2 lg:grid-cols-3">
        {rankings.map((ranking) => (
          <Occurrences formats={formats} key={ranking.of} ranking={ranking} summary={summary} />
        ))}
      </div>
    </div>
  );
}

function Extent({ summary, formats }: { summary: HistorySummary; formats: Formats }) {
  const texts = historyTexts(formats);
  const { first, last, counted, isPartial } = summary;
  const count = formats.number(counted);
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-2 sm:grid-cols-3">
      {first && <Term name={texts.first}>{<Instant at={first} formats={formats} />}</Term>}
      {last && <Term name={texts.last}>{<Instant at={last} formats={formats} />}</Term>}
      <Term name={texts.entries}>{isPartial ? texts.moreThan(count) : count}</Term>
    </dl>
  );
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted-foreground">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Instant({ at, formats }: { at: Date; formats: Formats }) {
  return <time dateTime={at.toISOString()}>{formats.exact(at)}</time>;
}

// As for a feed: a query error's message holds what was asked for.
async function read(load: SummaryProps["load"]): Promise<HistorySummary | null> {
  try {
    return await load();
  } catch {
    console.error(JSON.stringify({ level: "error", event: "audit_log.summary_failed" }));
    return null;
  }
}
