import { Temporal } from "temporal-polyfill";
import { noDate, openRange, tooManyParts, wrongNumber } from "./dateErrors";

/** A wall-clock time, in the zone that was typed with it; null: in the viewer's. */
export type Boundary = { plain: Temporal.PlainDateTime; zone: string | null };

/** From one wall-clock time on, until before another; null: without a bound. */
export type DateSpan = { from: Boundary | null; to: Boundary | null };

/** What a date takes: a whole day, a minute. */
type Stretch = { start: Boundary; end: Boundary };
type Wrong = { message: string };

/**
 * What stands behind `created:`, in the notation of ISO 8601, cut where nothing more is to be said: `2026`,
 * `2026-08`, `2026-08-01`, `2026-08-01T10`, `…T10:00`, `…T10:00:00.000`; times with Z, an offset or neither.
 * Each is the whole stretch that it names. `A..B`: both included. `>A`: after A. `<=A`: to the end of A.
 */
export function readDates(text: string): DateSpan | Wrong {
  const [, sign = "", rest = ""] = /^([<>]=?)?(.*)$/su.exec(text) ?? [];
  const [first = "", last, more] = rest.split("..");
  if (more !== undefined || (sign !== "" && last !== undefined)) return { message: tooManyParts(text) };
  if (last !== undefined && (first === "" || last === "")) return { message: openRange(first, last) };
  const start = readDate(first);
  if ("message" in start) return start;
  const end = last === undefined ? start : readDate(last);
  return "message" in end ? end : toSpan(sign, start, end);
}

function toSpan(sign: string, first: Stretch, last: Stretch): DateSpan {
  if (sign === ">") return { from: first.end, to: null };
  if (sign === ">=") return { from: first.start, to: null };
  if (sign === "<") return { from: null, to: first.start };
  return { from: sign === "<=" ? null : first.start, to: last.end };
}

/** From the largest to the smallest, as `datePattern` has them. */
export const units = ["year", "month", "day", "hour", "minute", "second", "millisecond"] as const;
export type Unit = (typeof units)[number];

const lengths: Record<Unit, Temporal.DurationLike> = {
  year: { years: 1 },
  month: { months: 1 },
  day: { days: 1 },
  hour: { hours: 1 },
  minute: { minutes: 1 },
  second: { seconds: 1 },
  millisecond: { milliseconds: 1 },
};

const datePattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/i;

function readDate(text: string): Stretch | Wrong {
  const match = datePattern.exec(text);
  if (!match) return { message: noDate(text) };
  const typed = match.slice(1, 8).filter((part) => part !== undefined);
  const offset = match[8]?.toUpperCase() ?? null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = typed.map(Number);
  const message = wrongNumber({ year, month, day, hour, minute, second, offset });
  if (message !== null) return { message };
  const millisecond = Number((typed[6] ?? "").padEnd(3, "0"));
  const plain = new Temporal.PlainDateTime(year, month, day, hour, minute, second, millisecond);
  const zone = offset === "Z" ? "UTC" : offset;
  const unit = units[typed.length - 1] ?? "year";
  return { start: { plain, zone }, end: { plain: plain.add(lengths[unit]), zone } };
}
