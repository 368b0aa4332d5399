import { Temporal } from "temporal-polyfill";
import { RefusedError } from "./import.types";

// ISO 8601 and RFC 3339, and as Postgres writes it: a space for the T, and zones such as +02.
const written =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;
const epoch = /^\d{9,20}(?:\.\d+)?$/;

// A UUIDv7 begins in 1970, and past 9999 Postgres and JavaScript write years differently.
const lastInstant = Date.UTC(9999, 11, 31);
const day = 86_400_000;

type Fields = { minute: number; milliseconds: number };

/**
 * When a row says that it happened, in Unix milliseconds; what is finer is cut off. A number counts
 * seconds, milliseconds, micro- or nanoseconds since 1970, told apart by how large it is.
 *
 * @throws RefusedError
 */
export function parseInstant(value: unknown, timeZone: string | null): number {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") throw new RefusedError("at is no time");
  const at = epoch.test(text) ? fromEpoch(Number(text)) : fromText(text.trim(), timeZone);
  if (at < 0 || at > lastInstant) throw new RefusedError("at lies outside the years 1970 to 9999");
  if (at > Date.now() + day) throw new RefusedError("at lies in the future");
  return at;
}

function fromEpoch(value: number): number {
  if (value < 1e11) return Math.floor(value * 1e3);
  if (value < 1e14) return Math.floor(value);
  return Math.floor(value / (value < 1e17 ? 1e3 : 1e6));
}

function fromText(text: string, timeZone: string | null): number {
  const [, year, month, date, hour = "0", minute = "0", second = "0", fraction = "", zone] =
    written.exec(text) ?? [];
  if (year === undefined)
    throw new RefusedError("at is no time that can be read, such as 2026-03-01T10:20:30Z");
  const calendarDay = Date.UTC(Number(year), Number(month) - 1, Number(date));
  const clock = Number(hour) * 60 + Number(minute);
  const isReal =
    new Date(calendarDay).getUTCDate() === Number(date) &&
    new Date(calendarDay).getUTCMonth() === Number(month) - 1 &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  if (!isReal) throw new RefusedError("at is no time that a clock shows");
  const fields = {
    minute: calendarDay + clock * 60_000,
    milliseconds: Number(second) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, "0")),
  };
  return zone === undefined ? inZone(fields, timeZone) : fields.minute + fields.milliseconds - offsetOf(zone);
}

function offsetOf(zone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

let known = { minute: Number.NaN, timeZone: "", offset: 0 };

/** Where a clock shows a time twice, the earlier is taken; where it skips one, the time as far behind the skip. */
function inZone({ minute, milliseconds }: Fields, timeZone: string | null): number {
  if (timeZone === null)
    throw new RefusedError("at has no time zone: say whose clock it is, e.g. --time-zone Europe/Berlin");
  if (minute !== known.minute || timeZone !== known.timeZone) {
    const plain = Temporal.Instant.fromEpochMilliseconds(minute).toZonedDateTimeISO("UTC").toPlainDateTime();
    const offset = minute - plain.toZonedDateTime(timeZone).epochMilliseconds;
    known = { minute, timeZone, offset };
  }
  return minute + milliseconds - known.offset;
}
