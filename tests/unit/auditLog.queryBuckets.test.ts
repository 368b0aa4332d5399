import { describe, expect, it } from "vitest";
import { bucketEdges } from "@/modules/auditLog/search/query/buckets";
import { withWindow } from "@/modules/auditLog/search/query/edit";
import { parseQuery } from "@/modules/auditLog/search/query/parse";

const now = new Date("2026-08-04T10:37:12.345Z");
const zones = [
  "UTC",
  "Asia/Kathmandu",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "America/St_Johns",
  "America/Havana",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Pacific/Apia",
];

function bucketsOf(window: string, timeZone = "UTC", at = now) {
  const { filter, errors } = parseQuery(`created:${window}`, { timeZone, now: at });
  expect(errors).toEqual([]);
  return { filter, ...bucketEdges(filter, { timeZone, now: at }) };
}

describe("a window's bars", () => {
  it.each([
    ["24h", 25, "2026-08-03T10", "2026-08-04T10"],
    ["2026-08-01", 24, "2026-08-01T00", "2026-08-01T23"],
    ["2026-08-01T10", 1, "2026-08-01T10", "2026-08-01T10"],
    ["2026-08-01..2026-08-02", 16, "2026-08-01T00..2026-08-01T02", "2026-08-02T21..2026-08-02T23"],
    ["7d", 8, "2026-07-28", "2026-08-04"],
    ["30d", 31, "2026-07-05", "2026-08-04"],
    ["2026-07", 31, "2026-07-01", "2026-07-31"],
    ["90d", 14, "2026-05-06..2026-05-10", "2026-08-03..2026-08-09"],
    ["1y", 13, "2025-08-04..2025-08-31", "2026-08"],
    ["all", 24, "2024-09", "2026-08"],
    ["<2025-01-10", 24, "2023-02", "2025-01-01..2025-01-09"],
    ["2021..2025", 20, "2021-01..2021-03", "2025-10..2025-12"],
    ["1970..2999", 21, "1970..1999", "2950..2999"],
    [">=2026-07-31T10:30", 5, "2026-07-31T10:30..2026-07-31T23:59", "2026-08-04"],
  ])("%s", (window, bars, ...ends) => {
    const { windows, edges } = bucketsOf(window);
    expect(edges).toHaveLength(bars + 1);
    expect([windows[0], windows.at(-1)]).toEqual(ends);
  });

  it("reach as far back as the caller's first entry", () => {
    const first = new Date("2026-07-31T09:30:00Z");
    const { windows } = bucketEdges({ from: null, to: null }, { timeZone: "UTC", now, first });
    expect(windows[0]).toBe("2026-07-31T09:30..2026-07-31T23:59");
    expect(windows.slice(1)).toEqual(["2026-08-01", "2026-08-02", "2026-08-03", "2026-08-04"]);
  });

  it("are none where the window lies ahead", () => {
    expect(bucketsOf(">2026-08-05")).toMatchObject({ edges: [], windows: [] });
    expect(bucketsOf("2027-01").windows).toHaveLength(31);
  });
});

it.each([
  ["Europe/Berlin", "2026-03-29", 23],
  ["Europe/Berlin", "2026-10-25", 25],
  ["America/Sao_Paulo", "2018-11-04", 23],
  ["Africa/Cairo", "2026-04-24", 23],
  ["Africa/Cairo", "2026-10-29", 25],
  ["America/Havana", "2026-11-01", 25],
])("%s %s is drawn in its %d hours", (timeZone, day, hours) => {
  const { edges } = bucketsOf(day, timeZone);
  const lengths = edges.slice(1).map((edge, at) => edge.getTime() - (edges[at]?.getTime() ?? 0));
  expect(lengths).toEqual(Array.from({ length: hours }, () => 3_600_000));
});

it("an hour that came twice is linked in UTC", () => {
  const { windows } = bucketsOf("2026-11-01", "America/New_York");
  expect(windows.slice(0, 4)).toEqual(["2026-11-01T00", "2026-11-01T05Z", "2026-11-01T06Z", "2026-11-01T02"]);
});

describe.each(zones)("in %s", (timeZone) => {
  it.each([
    "24h",
    "7d",
    "30d",
    "90d",
    "1y",
    "all",
    "2018",
    "2018-11",
    "2011-12",
    "2026-04..2026-11-02",
    "<2011-12-31",
  ])("every bar of %s leads to just its range, and together they are the window", (window) => {
    const { edges, windows, filter } = bucketsOf(window, timeZone);
    expect(edges.length).toBeGreaterThan(1);
    expect(edges.length).toBeLessThanOrEqual(32);
    expect(windows).toHaveLength(edges.length - 1);
    for (const [at, dates] of windows.entries()) {
      const linked = parseQuery(withWindow(`created:${window}`, dates), { timeZone, now });
      expect(linked.errors).toEqual([]);
      expect(linked.filter).toMatchObject({ from: edges[at], to: edges[at + 1] });
      expect(Number(edges[at])).toBeLessThan(Number(edges[at + 1]));
    }
    expect(edges[0]).toEqual(filter.from ?? edges[0]);
    expect(edges.at(-1)).toEqual(filter.to ?? edges.at(-1));
    expect(filter.to !== null || Number(edges.at(-1)) > now.getTime()).toBe(true);
  });
});
