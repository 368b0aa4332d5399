import type { HistogramBar } from "@/modules/auditLog/search/search.types";
import { daysText, monthsText, rangeText } from "./dates";

const longestHours = 12 * 3_600_000;

/** What each bar stands for: "August 12", "August 10 to 16", "August", "August 12, 14:00 to 15:00". */
export function barLabels(bars: readonly HistogramBar[], timeZone: string): string[] {
  const style = { timeZone, hasYear: spansYears(bars, timeZone) };
  // The first and the last may be cut off by the window, so the longest tells what they stand for.
  const longest = Math.max(0, ...bars.map(({ from, to }) => to.getTime() - from.getTime()));
  const text = longest > longestHours ? daysText : rangeText;
  return bars.map((bar) => monthsText(bar, style) ?? text(bar, style));
}

function spansYears(bars: readonly HistogramBar[], timeZone: string): boolean {
  const year = new Intl.DateTimeFormat("en", { timeZone, year: "numeric" });
  const years = bars.map(({ from }) => year.format(from));
  return new Set([...years, year.format(new Date())]).size > 1;
}
