import { excerpt } from "./excerpt";
import { presets } from "@/modules/auditLog/search/query.types";

const notation = "a day as 2026-08-31, a month as 2026-08, a time as 2026-08-31T10:00";

/** What to tell somebody who typed what is neither a date nor a preset. */
export function noDate(text: string): string {
  if (text === "") return `A date is missing behind the sign: write ${notation}`;
  const typed = excerpt(text);
  const [, year = "", month = "", day = ""] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  if (year !== "") {
    return `“${typed}” is no date: write it as ${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  }
  if (/^\d+ ?[a-z]+$/i.test(text)) {
    return `“${typed}” is none of the times ${presets.join(", ")}: write one of these, or dates, as in >=2026-08-31`;
  }
  return `“${typed}” is no date: write ${notation}, or one of ${presets.join(", ")}`;
}

/** A range lacks an end. */
export function openRange(first: string, last: string): string {
  const instead = first === "" ? `<=${last || "2026-08-31"}` : `>=${first}`;
  return `A range has two ends, as in 2026-08-01..2026-08-31: for an open one write created:${excerpt(instead)}`;
}

export function tooManyParts(text: string): string {
  return `“${excerpt(text)}” is no range: write two dates and .. between them, as in 2026-08-01..2026-08-31`;
}

type Numbers = Record<"year" | "month" | "day" | "hour" | "minute" | "second", number> & {
  offset: string | null;
};

// Ids begin in 1970 (UUIDv7); a year of more than these is a slip, e.g. of a date field half filled in.
const years = { first: 1970, last: 2999 };

/** Why there is no such date; null where there is. */
export function wrongNumber({ year, month, day, hour, minute, second, offset }: Numbers): string | null {
  if (year < years.first || year > years.last) {
    return `The log holds the years from ${years.first} to ${years.last}, not ${year}: write another year.`;
  }
  if (month < 1 || month > 12) return `There is no month ${month}: write one from 01 to 12.`;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day < 1 || day > days) {
    const name = new Date(Date.UTC(year, month - 1)).toLocaleString("en", { month: "long", timeZone: "UTC" });
    return `There is no day ${day} in ${name} ${year}: write one from 01 to ${days}.`;
  }
  if (hour > 23 || minute > 59 || second > 59)
    return "There is no such time: write one from 00:00 to 23:59:59.";
  const isOffset = offset === null || /^(Z|.([01]\d|2[0-3]):[0-5]\d)$/.test(offset);
  return isOffset ? null : "There is no such offset: write one from -23:59 to +23:59, or Z.";
}
