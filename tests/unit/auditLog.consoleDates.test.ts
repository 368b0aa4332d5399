import { describe, expect, it } from "vitest";
import { barLabels } from "@/components/auditLog/console/barLabels";
import { daysText, instantText, rangeText } from "@/components/auditLog/console/dates";
import { windowText } from "@/components/auditLog/console/windowText";
import { emptyFilter } from "@/modules/auditLog/search/search.types";

const berlin = { timeZone: "Europe/Berlin", hasYear: true };
const range = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

describe("a range of dates", () => {
  it.each([
    ["2026-10-31T23:00Z", "2026-11-30T23:00Z", "November 1 to 30, 2026"],
    ["2026-10-31T23:00Z", "2026-11-01T23:00Z", "November 1, 2026"],
    ["2026-10-30T23:00Z", "2026-11-01T23:00Z", "October 31 to November 1, 2026"],
    ["2025-12-31T23:00Z", "2026-01-01T23:00Z", "January 1, 2026"],
    ["2026-11-01T09:00Z", "2026-11-01T10:30Z", "November 1, 2026, 10:00 to 11:30"],
    ["2026-11-01T00:00Z", "2026-11-02T00:00Z", "November 1, 2026 at 01:00 to November 2, 2026 at 01:00"],
  ])("%s to %s is, in Berlin: %s", (from, to, said) => {
    expect(rangeText(range(from, to), berlin)).toBe(said);
  });

  it("is whole days where a clock changes, also where a day begins at one", () => {
    expect(rangeText(range("2026-03-28T23:00Z", "2026-03-29T22:00Z"), berlin)).toBe("March 29, 2026");
    expect(rangeText(range("2026-10-24T22:00Z", "2026-10-25T23:00Z"), berlin)).toBe("October 25, 2026");
    const cairo = { timeZone: "Africa/Cairo", hasYear: true };
    expect(rangeText(range("2026-04-23T22:00Z", "2026-04-24T21:00Z"), cairo)).toBe("April 24, 2026");
  });

  it("touches the days of both its ends", () => {
    expect(daysText(range("2026-08-12T13:37Z", "2026-08-12T22:00Z"), berlin)).toBe("August 12, 2026");
    expect(daysText(range("2026-08-12T13:37Z", "2026-08-12T22:01Z"), berlin)).toBe("August 12 to 13, 2026");
  });

  it("names one instant by its day where that begins", () => {
    expect(instantText(new Date("2026-10-31T23:00Z"), "Europe/Berlin")).toBe("November 1, 2026");
    expect(instantText(new Date("2026-10-31T23:00Z"), "UTC")).toBe("October 31, 2026 at 23:00");
  });
});

describe("a bar's label", () => {
  const bar = (from: string, to: string) => ({ ...range(from, to), entries: 1, isAtLeast: false });
  const year = new Date().getUTCFullYear();

  it("is a day, also of one that the window cuts off", () => {
    const bars = [
      bar(`${year}-08-11T13:37Z`, `${year}-08-11T22:00Z`),
      bar(`${year}-08-11T22:00Z`, `${year}-08-12T22:00Z`),
    ];
    expect(barLabels(bars, "Europe/Berlin")).toEqual(["August 11", "August 12"]);
  });

  it("is an hour, and has a year where that isn't this one", () => {
    const bars = [bar(`${year}-08-11T13:00Z`, `${year}-08-11T14:00Z`)];
    expect(barLabels(bars, "Europe/Berlin")).toEqual(["August 11, 15:00 to 16:00"]);
    expect(barLabels([bar("2019-08-04T22:00Z", "2019-08-11T22:00Z")], "Europe/Berlin")).toEqual([
      "August 5 to 11, 2019",
    ]);
  });

  it("is a month where it is a whole one", () => {
    const bars = [
      bar("2025-12-14T23:00Z", "2025-12-31T23:00Z"),
      bar("2025-12-31T23:00Z", "2026-01-31T23:00Z"),
    ];
    expect(barLabels(bars, "Europe/Berlin")).toEqual(["December 15 to 31, 2025", "January 2026"]);
  });
});

describe("the window in words", () => {
  const from = new Date("2026-10-31T23:00Z");
  const to = new Date("2026-11-30T23:00Z");
  const dates = { kind: "dates", text: "" } as const;

  it.each([
    [{ kind: "default", preset: "30d" } as const, { from, to: null }, "the last 30 days"],
    [{ kind: "preset", preset: "24h" } as const, { from, to: null }, "the last 24 hours"],
    [{ kind: "preset", preset: "all" } as const, { from: null, to: null }, "all time"],
    [dates, { from, to }, "November 1 to 30, 2026"],
    [dates, { from, to: null }, "from November 1, 2026 on"],
    [dates, { from: null, to }, "before December 1, 2026"],
    [dates, { from: null, to: null }, "all time"],
  ])("%o %o is %s", (window, bounds, said) => {
    expect(windowText({ window, filter: { ...emptyFilter, ...bounds } }, "Europe/Berlin")).toBe(said);
  });
});
