import { readDates, units, type Unit } from "./dates";
import { inZone, toInstants } from "./zone";

/** `unit`: larger ones are not tried. */
type Range = { from: Date; to: Date; unit: Unit };

// Where each unit's text ends in 2026-08-01T10:00:00.000
const textLengths: Record<Unit, number> = {
  year: 4,
  month: 7,
  day: 10,
  hour: 13,
  minute: 16,
  second: 19,
  millisecond: 23,
};

/**
 * The shortest dates that mean just this range, `to` excluded, to a viewer of the zone: `2026-08-01`. They are in
 * UTC where its own can't tell it, as of an hour that came twice.
 */
export function datesOf(range: Range, timeZone: string): string {
  const inOwn = units.slice(units.indexOf(range.unit)).map((unit) => ({ unit, timeZone }));
  const inUtc = units.slice(units.indexOf("hour")).map((unit) => ({ unit, timeZone: null }));
  let dates = "";
  for (const way of [...inOwn, ...inUtc]) {
    dates = write(range, way);
    if (means(dates, range, timeZone)) break;
  }
  return dates;
}

/** In a unit, and in a zone or in UTC (null). */
type Way = { unit: Unit; timeZone: string | null };

function write({ from, to }: Range, { unit, timeZone }: Way): string {
  const lastIncluded = new Date(to.getTime() - 1);
  const [first = "", last = ""] = [from, lastIncluded].map((at) => {
    const plain = inZone(at, timeZone ?? "UTC").toPlainDateTime();
    const text = plain.toString({ fractionalSecondDigits: 3 }).slice(0, textLengths[unit]);
    return timeZone === null ? `${text}Z` : text;
  });
  return first === last ? first : `${first}..${last}`;
}

function means(dates: string, { from, to }: Range, timeZone: string): boolean {
  const span = readDates(dates);
  if ("message" in span) return false;
  const meant = toInstants(span, timeZone);
  return meant.from?.getTime() === from.getTime() && meant.to?.getTime() === to.getTime();
}
