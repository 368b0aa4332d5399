import { Temporal } from "temporal-polyfill";
import type { Boundary, DateSpan } from "./dates";

/** The zone of that name, as it is written; null where there is none. */
export function findZone(name: string): string | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

/** The zone of that name, UTC where there is none. */
export function knownZone(name: string): string {
  return findZone(name) ?? "UTC";
}

export function inZone(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

/** The instants of a span. Those in which a clock shows it, all of them: none is left out where one is set back. */
export function toInstants({ from, to }: DateSpan, timeZone: string): { from: Date | null; to: Date | null } {
  return {
    from: from && toDate(firstAt(from, timeZone)),
    to: to && toDate(endOf(to, timeZone)),
  };
}

/** From when on a clock shows this time or a later one. */
export function firstAt({ plain, zone }: Boundary, timeZone: string): Temporal.ZonedDateTime {
  const earlier = plain.toZonedDateTime(zone ?? timeZone, { disambiguation: "earlier" });
  return isSkipped(earlier, plain) ? afterSkip(earlier) : earlier;
}

/** Until when a clock shows an earlier time than this. */
function endOf({ plain, zone }: Boundary, timeZone: string): Temporal.ZonedDateTime {
  const earlier = plain.toZonedDateTime(zone ?? timeZone, { disambiguation: "earlier" });
  if (isSkipped(earlier, plain)) return afterSkip(earlier);
  const later = plain.toZonedDateTime(zone ?? timeZone, { disambiguation: "later" });
  const justBefore = later.subtract({ milliseconds: 1 }).toPlainDateTime();
  return Temporal.PlainDateTime.compare(justBefore, plain) < 0 ? later : earlier;
}

// A time that a clock skips is given as one before the skip, which no clock shows as this time.
function isSkipped(given: Temporal.ZonedDateTime, plain: Temporal.PlainDateTime): boolean {
  return !given.toPlainDateTime().equals(plain);
}

function afterSkip(before: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return before.getTimeZoneTransition("next") ?? before;
}

export function toDate({ epochMilliseconds }: Temporal.ZonedDateTime): Date {
  return new Date(epochMilliseconds);
}
