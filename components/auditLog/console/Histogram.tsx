import type { HistogramBar } from "@/modules/auditLog/search/search.types";
import { barLabels } from "./barLabels";
import { entriesText } from "./counts";

/** A bar, and where its entries are. */
type LinkedBar = HistogramBar & { href: string };

type HistogramProps = {
  bars: readonly LinkedBar[];
  timeZone: string;
  /** Where what follows the bars begins, for those who go from link to link. */
  skipHref?: string;
};

/** `height`: of a hundred. */
type Column = { bar: LinkedBar; label: string; height: number };

/**
 * How many entries there were when: bars as a list of links, drawn without a script. The list follows the
 * page's writing direction; the table says the same to whoever can't see or hit a bar. Where all are empty
 * nothing is drawn: `ResultHead` says so.
 */
export function Histogram({ bars, timeZone, skipHref }: HistogramProps) {
  if (bars.every(isEmpty)) return null;
  const most = Math.max(1, ...bars.map(({ entries }) => entries));
  const labels = barLabels(bars, timeZone);
  const columns = bars.map((bar, at) => ({
    bar,
    label: labels[at] ?? "",
    height: heightOf(bar, most),
  }));
  return (
    <figure className="relative grid grid-cols-[minmax(0,1fr)] gap-2" data-audit-log-histogram>
      <figcaption className="text-muted-foreground text-sm">{summaryOf(columns)}</figcaption>
      {skipHref !== undefined && <SkipLink href={skipHref} />}
      <ol className="flex h-24 items-stretch gap-px border-b" aria-label="Entries over time">
        {columns.map((column) => (
          <li className="min-w-0 flex-1" key={column.bar.from.toISOString()}>
            <Bar {...column} />
          </li>
        ))}
      </ol>
      <Ends columns={columns} />
      <Figures columns={columns} />
    </figure>
  );
}

/** Seen where it has the focus. */
function SkipLink({ href }: { href: string }) {
  return (
    <a
      className="bg-card sr-only rounded-md text-sm underline underline-offset-4 focus:not-sr-only focus:absolute focus:start-0 focus:top-0 focus:z-10 focus:px-2 focus:py-1"
      href={href}
    >
      Skip the overview
    </a>
  );
}

function Bar({ bar, label, height }: Column) {
  const name = `${label}: ${entriesText(bar.entries, bar)}`;
  if (isEmpty(bar)) return <span className="sr-only">{name}</span>;
  return (
    <a
      className="hover:bg-accent text-primary block h-full rounded-t-xs focus-visible:outline-offset-0"
      href={bar.href}
      title={name}
    >
      <span className="sr-only">{name}</span>
      <svg
        aria-hidden="true"
        className="block size-full"
        focusable="false"
        preserveAspectRatio="none"
        viewBox="0 0 10 100"
      >
        <rect fill="currentColor" height={height} width="10" x="0" y={100 - height} />
      </svg>
    </a>
  );
}

function Ends({ columns }: { columns: readonly Column[] }) {
  return (
    <div aria-hidden="true" className="text-muted-foreground flex justify-between gap-4 text-xs">
      <span>{columns.at(0)?.label}</span>
      <span>{columns.at(-1)?.label}</span>
    </div>
  );
}

function Figures({ columns }: { columns: readonly Column[] }) {
  return (
    <details className="text-sm">
      <summary className="text-muted-foreground w-fit">The same as a table</summary>
      <table className="mt-2">
        <thead>
          <tr>
            <th className="pe-6 text-start font-medium" scope="col">
              When
            </th>
            <th className="text-end font-medium" scope="col">
              Entries
            </th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ bar, label }) => (
            <tr key={bar.from.toISOString()}>
              <th className="pe-6 py-1 text-start font-normal" scope="row">
                {isEmpty(bar) ? (
                  label
                ) : (
                  <a className="underline underline-offset-4" href={bar.href}>
                    {label}
                  </a>
                )}
              </th>
              <td className="text-end tabular-nums">{countOf(bar)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function summaryOf(columns: readonly Column[]): string {
  const [busiest] = columns.toSorted((one, other) => other.bar.entries - one.bar.entries);
  return busiest ? `Busiest: ${busiest.label}, ${entriesText(busiest.bar.entries, busiest.bar)}.` : "";
}

function isEmpty({ entries, isAtLeast }: HistogramBar): boolean {
  return entries === 0 && !isAtLeast;
}

function countOf({ entries, isAtLeast }: HistogramBar): string {
  return isAtLeast ? `${entries.toLocaleString("en")} or more` : entries.toLocaleString("en");
}

/** What is there at all can be seen. */
function heightOf(bar: HistogramBar, most: number): number {
  return isEmpty(bar) ? 0 : Math.max(4, Math.round((bar.entries / most) * 100));
}
