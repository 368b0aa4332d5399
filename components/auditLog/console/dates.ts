type Range = { from: Date; to: Date };

/** How long the console's dates are written: with the year, or without where it is told elsewhere. */
type Style = { timeZone: string; hasYear?: boolean };

// As the feed beside it writes in English.
const locale = "en";

/**
 * Two instants as a person of that zone says them, `to` excluded: "November 1 to 30, 2026" where both are
 * midnights there, and with the time of day otherwise.
 */
export function rangeText({ from, to }: Range, style: Style): string {
  const { timeZone } = style;
  const isDays = startsDay(from, timeZone) && startsDay(to, timeZone);
  return isDays ? daysText({ from, to }, style) : say(timeFormat(style).formatRange(from, to));
}

/** The days that a range touches: "August 12", or "August 10 to 16". */
export function daysText({ from, to }: Range, style: Style): string {
  const last = new Date(Math.max(from.getTime(), to.getTime() - 1));
  return say(dayFormat(style).formatRange(from, last));
}

/** The months that a range is whole: "November 2026"; null where it isn't. */
export function monthsText({ from, to }: Range, { timeZone, hasYear = false }: Style): string | null {
  if (![from, to].every((at) => startsDay(at, timeZone) && dayOfMonth(at, timeZone) === "1")) return null;
  const parts = hasYear ? ({ month: "long", year: "numeric" } as const) : ({ month: "long" } as const);
  const last = new Date(to.getTime() - 1);
  return say(new Intl.DateTimeFormat(locale, { timeZone, ...parts }).formatRange(from, last));
}

/** One instant: "November 1, 2026", with the time of day where that is no midnight. */
export function instantText(at: Date, timeZone: string): string {
  const style = { timeZone, hasYear: true };
  return startsDay(at, timeZone) ? dayFormat(style).format(at) : timeFormat(style).format(at);
}

/** Whether a day of that zone begins here. Some begin at one o'clock, so the hour alone can't tell. */
function startsDay(at: Date, timeZone: string): boolean {
  const format = dayFormat({ timeZone, hasYear: true });
  return format.format(at) !== format.format(new Date(at.getTime() - 1));
}

function dayOfMonth(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone, day: "numeric" }).format(at);
}

function dayFormat({ timeZone, hasYear = false }: Style) {
  return new Intl.DateTimeFormat(locale, { timeZone, ...dateParts(hasYear) });
}

function timeFormat({ timeZone, hasYear = false }: Style) {
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat(locale, { timeZone, ...dateParts(hasYear), ...time });
}

function dateParts(hasYear: boolean) {
  const parts = { day: "numeric", month: "long" } as const;
  return hasYear ? ({ ...parts, year: "numeric" } as const) : parts;
}

/** A dash is read out as nothing, or as "minus". */
function say(range: string): string {
  return range.replace(/\s*–\s*/u, " to ");
}
