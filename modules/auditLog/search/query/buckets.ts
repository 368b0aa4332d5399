import type { Buckets, QueryClock } from "@/modules/auditLog/search/query.types";
import { datesOf } from "./datesOf";
import { floor, next, stepsFor, type Step } from "./steps";
import type { Instants } from "./windows";
import { firstAt, inZone, knownZone, toDate } from "./zone";

// So many as a month has days.
const maxBars = 31;
const hour = 3_600_000;

/**
 * How a window is drawn: in the finest bars of which there are at most 31, of hours, days, weeks, months or
 * years of the viewer's zone; the outer ones are cut to the window. Without an end it reaches to the end of the bar
 * in which `now` is; without a beginning it begins with `first`, else 23 whole months before.
 */
export function bucketEdges(window: Instants, clock: QueryClock & { first?: Date | null }): Buckets {
  const timeZone = knownZone(clock.timeZone);
  const end = window.to ?? clock.now;
  const start = window.from ?? clock.first ?? monthsBefore(end, timeZone);
  const span = { start, end, isCut: window.to !== null, timeZone };
  if (start >= end) return { edges: [], windows: [] };
  for (const step of stepsFor(end.getTime() - start.getTime(), maxBars)) {
    const edges = edgesOf(span, step);
    if (edges.length <= maxBars + 1) return { edges, windows: windowsOf(edges, { step, timeZone }) };
  }
  return { edges: [], windows: [] };
}

/** `isCut`: the last bar ends at `end`, else with the step in which that is. */
type Span = { start: Date; end: Date; isCut: boolean; timeZone: string };

function monthsBefore(end: Date, timeZone: string): Date {
  const month = inZone(end, timeZone).toPlainDate().with({ day: 1 }).subtract({ months: 23 });
  return new Date(Math.max(0, toDate(month.toZonedDateTime(timeZone)).getTime()));
}

/** Gives up with one edge too many. */
function edgesOf({ start, end, isCut, timeZone }: Span, step: Step): Date[] {
  const edges = [start];
  let last = start;
  let plain = floor(inZone(start, timeZone).toPlainDateTime(), step);
  const isBeforeEnd = () => (isCut ? last < end : last <= end);
  while (isBeforeEnd() && edges.length <= maxBars + 1) {
    plain = next(plain, step);
    const boundary = toDate(firstAt({ plain, zone: null }, timeZone));
    const edge = isCut && boundary > end ? end : boundary;
    // A clock that is put forward skips boundaries, and one that is put back comes to them again.
    if (edge <= last) continue;
    edges.push(...repeatedHour(last, edge, step), edge);
    last = edge;
  }
  return edges;
}

/** An hour that comes twice is two bars. */
function repeatedHour(from: Date, to: Date, { unit, count }: Step): Date[] {
  const isLonger = unit === "hour" && count === 1 && to.getTime() - from.getTime() > hour;
  return isLonger ? [new Date(to.getTime() - hour)] : [];
}

type Drawn = { step: Step; timeZone: string };

function windowsOf(edges: readonly Date[], { step, timeZone }: Drawn): string[] {
  const unit = step.unit === "week" ? "day" : step.unit;
  return edges.slice(1).map((to, at) => datesOf({ from: edges[at] ?? to, to, unit }, timeZone));
}
