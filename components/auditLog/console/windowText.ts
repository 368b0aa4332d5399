import type { ParsedQuery, Preset } from "@/modules/auditLog/search/query.types";
import { instantText, rangeText } from "./dates";

/** The windows that are one click away, shortest first. */
export const presetLabels: Record<Preset, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
  "1y": "1 year",
  all: "All time",
};

/** What stretch of time a query looks at: "the last 30 days", "November 1 to 30, 2026". */
export function windowText({ window, filter }: Pick<ParsedQuery, "window" | "filter">, timeZone: string) {
  if (window.kind === "dates") return datesText(filter, timeZone);
  if (window.preset === "all") return "all time";
  return window.preset === "1y" ? "the last year" : `the last ${presetLabels[window.preset]}`;
}

function datesText({ from, to }: ParsedQuery["filter"], timeZone: string): string {
  if (from && to) return rangeText({ from, to }, { timeZone, hasYear: true });
  if (from) return `from ${instantText(from, timeZone)} on`;
  return to ? `before ${instantText(to, timeZone)}` : "all time";
}

/** Whether entries may lie outside of the window. */
export function isLimited({ filter }: Pick<ParsedQuery, "filter">): boolean {
  return filter.from !== null || filter.to !== null;
}
