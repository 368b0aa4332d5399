import { defaultDisplay, type Display } from "./display";
import { speak, type FeedText, type Spoken } from "./text/catalogs";
import { formatText } from "./text/message";

/** How one viewer is told times and numbers. */
export type Formats = Spoken & {
  /** The zone as people call it. */
  zone: string;
  /** What the feed itself says. */
  say: (key: keyof FeedText, values?: Record<string, string | number>) => string;
  /** The same text for two instants of one calendar day in the zone, whatever its length. */
  dayOf: (at: Date) => string;
  /** "Today", "Yesterday", then the full date. */
  dayHeading: (at: Date, now: Date) => string;
  /** Hour and minute. */
  time: (at: Date) => string;
  /** Hour, minute and second. */
  seconds: (at: Date) => string;
  /** Date, time and zone. */
  exact: (at: Date) => string;
  /** Date and time. */
  moment: (at: Date) => string;
  /** "3 hours ago" */
  relative: (at: Date, now: Date) => string;
  number: (value: number) => string;
};

const cache = new Map<string, Formats>();

// Enough for every zone in a language; locales have endless variants.
const maxCached = 500;

/** A viewer's formats. Making Intl's formatters costs more than a page of feed, so they are kept. */
export function formatsOf({ locale, timeZone }: Display = defaultDisplay): Formats {
  const key = `${locale}\0${timeZone}`;
  const kept = cache.get(key);
  if (kept) return kept;
  if (cache.size >= maxCached) cache.clear();
  const formats = createFormats(speak(locale), existing(timeZone));
  cache.set(key, formats);
  return formats;
}

function existing(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return defaultDisplay.timeZone;
  }
}

function createFormats(spoken: Spoken, timeZone: string): Formats {
  const { language, locale, text } = spoken;
  const inZone = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, hourCycle: "h23", timeZone });
    return (at: Date) => format.format(at);
  };
  const dayOf = inZone({ year: "numeric", month: "numeric", day: "numeric" });
  const named = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const counted = new Intl.RelativeTimeFormat(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  return {
    ...spoken,
    zone: zoneName(locale, timeZone),
    say: (key, values) => (values ? formatText(text[key], { language, values }) : text[key]),
    dayOf,
    dayHeading: dayHeadings({ ...spoken, dayOf, named, fullDate: inZone({ dateStyle: "full" }) }),
    time: inZone({ timeStyle: "short" }),
    seconds: inZone({ timeStyle: "medium" }),
    exact: inZone({ dateStyle: "medium", timeStyle: "long" }),
    moment: inZone({ dateStyle: "long", timeStyle: "short" }),
    relative: (at, now) => relative({ named, counted }, at.getTime() - now.getTime()),
    number: (value) => numbers.format(value),
  };
}

function zoneName(locale: string, timeZone: string): string {
  if (/^(?:Etc\/)?(?:UTC|GMT)$/.test(timeZone)) return "UTC";
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "longGeneric" }).formatToParts();
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

type Days = Pick<Formats, "dayOf" | "locale"> & {
  named: Intl.RelativeTimeFormat;
  fullDate: (at: Date) => string;
};

function dayHeadings({ dayOf, locale, named, fullDate }: Days): Formats["dayHeading"] {
  const relativeDay = (days: number) => capitalize(named.format(days, "day"), locale);
  return (at, now) => {
    const day = dayOf(at);
    if (day === dayOf(now)) return relativeDay(0);
    return day === dayOf(dayBefore(now, dayOf)) ? relativeDay(-1) : fullDate(at);
  };
}

const hour = 3_600_000;

/** An instant of the calendar day before: 24 hours earlier may be the same day, or two before. */
function dayBefore(now: Date, dayOf: Formats["dayOf"]): Date {
  const today = dayOf(now);
  let at = now;
  while (dayOf(at) === today) at = new Date(at.getTime() - hour);
  return at;
}

function capitalize(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

const units = [
  ["year", 365 * 24 * hour],
  ["month", 30 * 24 * hour],
  ["week", 7 * 24 * hour],
  ["day", 24 * hour],
  ["hour", hour],
  ["minute", 60_000],
] as const;

type Relative = { named: Intl.RelativeTimeFormat; counted: Intl.RelativeTimeFormat };

// Spans are counted, "now" is named: 30 hours ago may be the day before yesterday, not "yesterday".
function relative({ named, counted }: Relative, passed: number): string {
  const unit = units.find(([, length]) => Math.abs(passed) >= length);
  return unit ? counted.format(Math.trunc(passed / unit[1]), unit[0]) : named.format(0, "second");
}
