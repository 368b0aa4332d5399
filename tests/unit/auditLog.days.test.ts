import { describe, expect, it } from "vitest";
import { toDays } from "@/components/auditLog/days";
import { formatsOf } from "@/components/auditLog/formats";
import { entryOf } from "./renderSupport";

const hour = 3_600_000;

/** How many of the instants, an hour apart, stand under each day. */
function hoursPerDay(timeZone: string, [from, to]: [string, string]): number[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const entries = Array.from({ length: (end - start) / hour }, (_, at) => {
    const createdAt = new Date(end - (at + 1) * hour);
    return entryOf({ id: String(at), resourceId: String(at), createdAt });
  });
  return toDays(entries, formatsOf({ locale: "en", timeZone }).dayOf).map(({ runs }) => runs.length);
}

describe("a day holds the hours it has", () => {
  it.each<[string, [string, string], number[]]>([
    ["Europe/Berlin", ["2026-03-27T23:00Z", "2026-03-30T22:00Z"], [24, 23, 24]],
    ["Europe/Berlin", ["2026-10-23T22:00Z", "2026-10-26T23:00Z"], [24, 25, 24]],
    ["America/New_York", ["2026-03-07T05:00Z", "2026-03-10T04:00Z"], [24, 23, 24]],
    ["America/New_York", ["2026-10-31T04:00Z", "2026-11-03T05:00Z"], [24, 25, 24]],
    ["Asia/Kathmandu", ["2026-03-01T18:15Z", "2026-03-03T18:15Z"], [24, 24]],
    ["UTC", ["2026-03-01T00:00Z", "2026-03-03T00:00Z"], [24, 24]],
  ])("%s %o", (timeZone, range, expected) => {
    expect(hoursPerDay(timeZone, range)).toEqual(expected);
  });
});

describe("a day is called", () => {
  const heading = (timeZone: string, [at, now]: [string, string], locale = "en") =>
    formatsOf({ locale, timeZone }).dayHeading(new Date(at), new Date(now));

  it.each<[string, [string, string], string]>([
    ["UTC", ["2026-03-02T00:00Z", "2026-03-02T23:59Z"], "Today"],
    ["UTC", ["2026-03-01T23:59Z", "2026-03-02T00:00Z"], "Yesterday"],
    ["UTC", ["2026-02-28T23:59Z", "2026-03-02T00:00Z"], "Saturday, February 28, 2026"],
    ["UTC", ["2026-03-03T00:00Z", "2026-03-02T23:00Z"], "Tuesday, March 3, 2026"],
    ["Asia/Kathmandu", ["2026-03-01T18:15Z", "2026-03-02T18:14Z"], "Today"],
    ["Asia/Kathmandu", ["2026-03-01T18:14Z", "2026-03-02T18:14Z"], "Yesterday"],
    // Half past midnight after a day of 23 hours, and half past eleven of one of 25.
    ["Europe/Berlin", ["2026-03-29T10:00Z", "2026-03-29T22:30Z"], "Yesterday"],
    ["Europe/Berlin", ["2026-03-28T22:30Z", "2026-03-29T22:30Z"], "Saturday, March 28, 2026"],
    ["Europe/Berlin", ["2026-10-24T22:30Z", "2026-10-25T22:30Z"], "Today"],
    ["Europe/Berlin", ["2026-10-24T21:30Z", "2026-10-25T22:30Z"], "Yesterday"],
    // Samoa had no 30 December 2011.
    ["Pacific/Apia", ["2011-12-30T09:00Z", "2011-12-30T12:00Z"], "Yesterday"],
  ])("in %s %o: %s", (timeZone, instants, expected) => {
    expect(heading(timeZone, instants)).toBe(expected);
  });

  it("as the language says", () => {
    expect(heading("UTC", ["2026-03-02T00:00Z", "2026-03-02T23:59Z"], "ar")).toBe("اليوم");
    expect(heading("UTC", ["2026-03-01T00:00Z", "2026-03-02T23:59Z"], "ar")).toBe("أمس");
    expect(heading("UTC", ["2026-02-01T00:00Z", "2026-03-02T23:59Z"], "ar")).toBe("الأحد، 1 فبراير 2026");
    expect(heading("UTC", ["2026-02-01T00:00Z", "2026-03-02T23:59Z"], "en-GB")).toBe(
      "Sunday, 1 February 2026",
    );
  });
});

it("a zone is called as people call it", () => {
  const zone = (timeZone: string, locale = "en") => formatsOf({ locale, timeZone }).zone;
  expect(["UTC", "Etc/UTC", "Nowhere/Else", ""].map((name) => zone(name))).toEqual([
    "UTC",
    "UTC",
    "UTC",
    "UTC",
  ]);
  expect(zone("Asia/Kathmandu")).toBe("Nepal Time");
  expect(zone("Europe/Berlin")).toBe("Central European Time");
  expect(zone("Asia/Kathmandu", "ar")).toBe("توقيت نيبال");
});
