import { describe, expect, it } from "vitest";
import { parseQuery } from "@/modules/auditLog/search/query/parse";

const now = new Date("2026-08-04T10:37:12.345Z");
const hour = 3_600_000;

function windowOf(dates: string, timeZone = "UTC", at = now) {
  const { filter, errors } = parseQuery(`created:${dates}`, { timeZone, now: at });
  return { from: filter.from?.toISOString() ?? null, to: filter.to?.toISOString() ?? null, errors };
}

function hoursOf(dates: string, timeZone: string): number {
  const { from, to, errors } = windowOf(dates, timeZone);
  expect(errors).toEqual([]);
  return (Date.parse(to ?? "") - Date.parse(from ?? "")) / hour;
}

describe("dates", () => {
  it.each([
    ["2026", "2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    ["2026-08", "2026-08-01T00:00:00.000Z", "2026-09-01T00:00:00.000Z"],
    ["2026-12", "2026-12-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z", "2024-03-01T00:00:00.000Z"],
    ["2026-08-01T10", "2026-08-01T10:00:00.000Z", "2026-08-01T11:00:00.000Z"],
    ["2026-08-01t10:30", "2026-08-01T10:30:00.000Z", "2026-08-01T10:31:00.000Z"],
    ["2026-08-01T10:30:15", "2026-08-01T10:30:15.000Z", "2026-08-01T10:30:16.000Z"],
    ["2026-08-01T10:30:15.5", "2026-08-01T10:30:15.500Z", "2026-08-01T10:30:15.501Z"],
    ["2026-08-01T10:30+05:45", "2026-08-01T04:45:00.000Z", "2026-08-01T04:46:00.000Z"],
    ["2026-08-01T10:30z", "2026-08-01T10:30:00.000Z", "2026-08-01T10:31:00.000Z"],
    ["2026-08-01..2026-08-31", "2026-08-01T00:00:00.000Z", "2026-09-01T00:00:00.000Z"],
    ["2026-07..2026-08-02", "2026-07-01T00:00:00.000Z", "2026-08-03T00:00:00.000Z"],
    ["2026-08-01T10:00..2026-08-01T11:59", "2026-08-01T10:00:00.000Z", "2026-08-01T12:00:00.000Z"],
    [">2026-08-01", "2026-08-02T00:00:00.000Z", null],
    [">=2026-08-01", "2026-08-01T00:00:00.000Z", null],
    ["<2026-08-01", null, "2026-08-01T00:00:00.000Z"],
    ["<=2026-08-01", null, "2026-08-02T00:00:00.000Z"],
    [">2026-07", "2026-08-01T00:00:00.000Z", null],
    ['"2026-08-01"', "2026-08-01T00:00:00.000Z", "2026-08-02T00:00:00.000Z"],
    ["2999-12-31", "2999-12-31T00:00:00.000Z", "3000-01-01T00:00:00.000Z"],
  ])("%s", (dates, from, to) => {
    expect(windowOf(dates)).toEqual({ from, to, errors: [] });
  });

  it("are the viewer's, and those with an offset everybody's", () => {
    expect(windowOf("2026-08-01", "Asia/Kathmandu").from).toBe("2026-07-31T18:15:00.000Z");
    expect(windowOf("2026-08-01T10:30Z", "Asia/Kathmandu").from).toBe("2026-08-01T10:30:00.000Z");
    expect(windowOf("1970-01-01T00", "Asia/Kathmandu").errors).toEqual([]);
  });

  it("are UTC's where the zone is unknown", () => {
    expect(windowOf("2026-08-01", "Mars/Olympus").from).toBe("2026-08-01T00:00:00.000Z");
    expect(windowOf("2026-08-01", "").from).toBe("2026-08-01T00:00:00.000Z");
  });
});

describe("a day where clocks are changed", () => {
  it.each([
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["America/New_York", "2026-03-08", 23],
    ["America/New_York", "2026-11-01", 25],
    ["America/Sao_Paulo", "2018-11-04", 23],
    ["America/Sao_Paulo", "2018-11-03", 24],
    ["America/Sao_Paulo", "2018-02-17", 25],
    ["Africa/Cairo", "2026-04-24", 23],
    ["Africa/Cairo", "2026-10-29", 25],
    ["America/Havana", "2026-11-01", 25],
    ["America/Havana", "2026-10-31", 24],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Asia/Kathmandu", "2026-03-29", 24],
  ])("%s %s has %d hours", (timeZone, day, hours) => {
    expect(hoursOf(day, timeZone)).toBe(hours);
  });

  it("and the day before it meet without a gap", () => {
    for (const [timeZone, before, day] of [
      ["America/Sao_Paulo", "2018-11-03", "2018-11-04"],
      ["Africa/Cairo", "2026-04-23", "2026-04-24"],
      ["America/Havana", "2026-10-31", "2026-11-01"],
      ["Pacific/Apia", "2011-12-29", "2011-12-31"],
    ] as const) {
      expect(windowOf(before, timeZone).to).toBe(windowOf(day, timeZone).from);
    }
  });

  it("begins when clocks first show it, where midnight is skipped", () => {
    expect(windowOf("2018-11-04", "America/Sao_Paulo").from).toBe("2018-11-04T03:00:00.000Z");
    expect(windowOf("2026-04-24", "Africa/Cairo").from).toBe("2026-04-23T22:00:00.000Z");
    expect(windowOf(">2018-11-03", "America/Sao_Paulo").from).toBe("2018-11-04T03:00:00.000Z");
    expect(windowOf("<2018-11-04", "America/Sao_Paulo").to).toBe("2018-11-04T03:00:00.000Z");
  });

  it("a month holds it whole", () => {
    expect(hoursOf("2026-03", "Europe/Berlin")).toBe(31 * 24 - 1);
    expect(hoursOf("2026-10", "Europe/Berlin")).toBe(31 * 24 + 1);
  });
});

describe("a time that comes twice", () => {
  const zone = "America/New_York";

  it("is both, so that nothing is left out", () => {
    expect(windowOf("2026-11-01T01", zone)).toMatchObject({
      from: "2026-11-01T05:00:00.000Z",
      to: "2026-11-01T07:00:00.000Z",
    });
    expect(windowOf(">=2026-11-01T01:30", zone).from).toBe("2026-11-01T05:30:00.000Z");
    expect(windowOf("<2026-11-01T01:30", zone).to).toBe("2026-11-01T06:30:00.000Z");
  });

  it("is one of them with an offset", () => {
    expect(windowOf("2026-11-01T01-05:00", zone)).toMatchObject({
      from: "2026-11-01T06:00:00.000Z",
      to: "2026-11-01T07:00:00.000Z",
    });
  });

  it("takes nothing of the hour before it", () => {
    expect(hoursOf("2026-11-01T00", zone)).toBe(1);
    expect(hoursOf("2026-11-01T02", zone)).toBe(1);
  });
});

describe("a time that clocks skip", () => {
  it("is a mistake on its own", () => {
    for (const [dates, zone] of [
      ["2026-03-29T02:30", "Europe/Berlin"],
      ["2026-03-29T02", "Europe/Berlin"],
      ["2026-03-29T02:10..2026-03-29T02:20", "Europe/Berlin"],
      ["2011-12-30", "Pacific/Apia"],
    ] as const) {
      const message = `Clocks in ${zone} never showed ${dates}, they were put forward then: write a longer time.`;
      expect(windowOf(dates, zone).errors).toMatchObject([{ message }]);
    }
  });

  it.each(["2026-08-02..2026-08-01", "2026-08-05..2026-08-01", "2026-08..2026-07"])(
    "is not what is wrong with %s",
    (dates) => {
      const [first, last] = dates.split("..");
      const message = `This range ends before it begins: write ${last}..${first}`;
      expect(windowOf(dates, "Europe/Berlin").errors).toMatchObject([{ message }]);
    },
  );

  it("bounds a range where they are put forward", () => {
    expect(windowOf(">=2026-03-29T02:30", "Europe/Berlin").from).toBe("2026-03-29T01:00:00.000Z");
    expect(windowOf("<2026-03-29T02:30", "Europe/Berlin").to).toBe("2026-03-29T01:00:00.000Z");
    expect(hoursOf("2026-03-29T01:00..2026-03-29T02:59", "Europe/Berlin")).toBe(1);
  });
});

describe("a preset", () => {
  it.each([
    ["24h", "2026-08-03T10:00:00.000Z"],
    ["7d", "2026-07-28T00:00:00.000Z"],
    ["30d", "2026-07-05T00:00:00.000Z"],
    ["90d", "2026-05-06T00:00:00.000Z"],
    ["1Y", "2025-08-04T00:00:00.000Z"],
    ["all", null],
  ])("%s begins with a whole hour or day, and ends now", (preset, from) => {
    expect(windowOf(preset)).toEqual({ from, to: null, errors: [] });
  });

  it("begins with the viewer's day", () => {
    expect(windowOf("7d", "Asia/Kathmandu").from).toBe("2026-07-27T18:15:00.000Z");
    expect(windowOf("24h", "Asia/Kathmandu").from).toBe("2026-08-03T10:15:00.000Z");
    const afterChange = new Date("2018-11-11T12:00:00Z");
    expect(windowOf("7d", "America/Sao_Paulo", afterChange).from).toBe("2018-11-04T03:00:00.000Z");
  });

  it("24h goes back 24 hours, whatever clocks show", () => {
    const afterChange = new Date("2026-03-29T10:00:00Z");
    expect(windowOf("24h", "Europe/Berlin", afterChange).from).toBe("2026-03-28T10:00:00.000Z");
  });
});
