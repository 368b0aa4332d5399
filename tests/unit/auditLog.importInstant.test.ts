import { describe, expect, it } from "vitest";
import { parseInstant } from "@/modules/auditLog/import/instant";

const told = (value: unknown, zone: string | null = null) =>
  new Date(parseInstant(value, zone)).toISOString();

describe("an instant", () => {
  it.each([
    ["2024-03-01T10:20:30Z", "2024-03-01T10:20:30.000Z"],
    ["2024-03-01t10:20:30.123456789z", "2024-03-01T10:20:30.123Z"],
    ["2024-03-01T10:20:30,5+05:45", "2024-03-01T04:35:30.500Z"],
    ["2024-03-01 10:20:30.123456+00", "2024-03-01T10:20:30.123Z"],
    ["2024-03-01 10:20:30-0330", "2024-03-01T13:50:30.000Z"],
    [" 2024-03-01 10:20:30 UTC ", "2024-03-01T10:20:30.000Z"],
    ["2024-02-29T00:00Z", "2024-02-29T00:00:00.000Z"],
    [1_709_288_430, "2024-03-01T10:20:30.000Z"],
    ["1709288430.25", "2024-03-01T10:20:30.250Z"],
    [1_709_288_430_123, "2024-03-01T10:20:30.123Z"],
    ["1709288430123456", "2024-03-01T10:20:30.123Z"],
    ["1709288430123456789", "2024-03-01T10:20:30.123Z"],
  ])("%j is %s", (value, instant) => expect(told(value)).toBe(instant));

  it.each([
    ["2024-07-01 12:00:00", "Europe/Berlin", "2024-07-01T10:00:00.000Z"],
    ["2024-01-01 12:00:00.5", "Europe/Berlin", "2024-01-01T11:00:00.500Z"],
    ["2024-01-01", "Asia/Kathmandu", "2023-12-31T18:15:00.000Z"],
    // Shown twice: the earlier. Skipped: as far behind the skip.
    ["2024-10-27 02:30:00", "Europe/Berlin", "2024-10-27T00:30:00.000Z"],
    ["2024-03-31 02:30:00", "Europe/Berlin", "2024-03-31T01:30:00.000Z"],
    // A zone of its own goes before the one for all.
    ["2024-07-01T12:00:00Z", "Europe/Berlin", "2024-07-01T12:00:00.000Z"],
  ])("%s in %s is %s", (value, zone, instant) => expect(told(value, zone)).toBe(instant));

  it("takes a zone's offset for the very time, minute after minute", () => {
    expect(told("2024-03-31 01:59:59", "Europe/Berlin")).toBe("2024-03-31T00:59:59.000Z");
    expect(told("2024-03-31 03:00:00", "Europe/Berlin")).toBe("2024-03-31T01:00:00.000Z");
    expect(told("2024-03-31 03:00:00", "UTC")).toBe("2024-03-31T03:00:00.000Z");
  });

  it.each([
    ["2024-03-01T10:20:30", /no time zone/],
    ["2024-03-01", /no time zone/],
    ["yesterday", /no time that can be read/],
    ["01/03/2024", /no time that can be read/],
    ["20240301", /no time that can be read/],
    ["infinity", /no time that can be read/],
    ["2023-02-29T00:00:00Z", /no time that a clock shows/],
    ["2024-13-01T00:00:00Z", /no time that a clock shows/],
    ["2024-03-01T24:00:00Z", /no time that a clock shows/],
    ["2024-03-01T10:60:00Z", /no time that a clock shows/],
    ["1969-12-31T23:59:59Z", /outside the years 1970 to 9999/],
    ["2999-01-01T00:00:00Z", /in the future/],
    [true, /no time/],
    [{}, /no time/],
  ])("%j is refused", (value, reason) => {
    expect(() => parseInstant(value, null)).toThrow(reason);
    expect(() => parseInstant(value, null)).not.toThrow(/2024|2999|yesterday/);
  });
});
