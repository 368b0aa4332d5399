import { buttonVariants } from "@/components/ui/button";
import type { SearchPage } from "@/modules/auditLog/search/search.types";
import { entriesText } from "./counts";

type ResultHeadProps = {
  page: SearchPage;
  /** The window in words. */
  windowText: string;
  /** Whether this is a page of older entries. */
  isLater: boolean;
  /** The same query without a window; null where it has none. */
  allTimeHref: string | null;
};

/** What was found, in which time: "50 of many". Nothing is ever counted for it. */
export function ResultHead(props: ResultHeadProps) {
  const { page, windowText, isLater, allTimeHref } = props;
  const isEverything = page.nextCursor === null && !isLater;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 text-sm" data-audit-log-result>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <span>
          <strong className="font-semibold">{foundText(props)}</strong>, {windowText}
        </span>
        {isEverything && allTimeHref && page.entries.length > 0 && (
          <a className="underline underline-offset-4" href={allTimeHref}>
            Search all time
          </a>
        )}
      </p>
      {isEverything && allTimeHref && page.entries.length === 0 && (
        <p>
          <a className={buttonVariants()} href={allTimeHref}>
            Search all time
          </a>
        </p>
      )}
    </div>
  );
}

function foundText({ page, isLater }: ResultHeadProps): string {
  const found = page.entries.length;
  if (page.searchedTo !== null && page.nextCursor !== null) return `${capitalize(entriesText(found))} so far`;
  if (page.nextCursor !== null) return `${found} of many`;
  return isLater ? `The last ${entriesText(found)}` : capitalize(entriesText(found));
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
