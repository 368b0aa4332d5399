// First: it gives Next its AsyncLocalStorage.
import { withCookies } from "./cookieScope";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { parseInput } from "@/modules/access/access.service";

process.env["DATABASE_URL"] ??= "postgres://app@localhost/app";
process.env["AUTH_SECRET"] ??= "a-secret-for-tests-and-nothing-else";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const load = () => import("@/app/_preferences/preferences");

async function readFrom(header: string) {
  const { readPreferences } = await load();
  return (await withCookies(header, readPreferences)).result;
}

describe("what a browser's cookies say", () => {
  it.each([
    ["", { locale: "en", timeZone: "UTC" }],
    ["locale=ar; time_zone=Asia/Tokyo", { locale: "ar", timeZone: "Asia/Tokyo" }],
    ["locale=ar", { locale: "ar", timeZone: "UTC" }],
    ["time_zone=America%2FNew_York", { locale: "en", timeZone: "America/New_York" }],
    ["time_zone=europe/berlin", { locale: "en", timeZone: "Europe/Berlin" }],
    ["time_zone=Etc/GMT%2B5", { locale: "en", timeZone: "Etc/GMT+5" }],
  ])("%j is %j", async (header, preferences) => {
    expect(await readFrom(header)).toEqual(preferences);
  });

  it.each(["", "fr", "EN", "en-US", "constructor", "__proto__", "toString", "en%00", "../ar", "%E0%A4%A"])(
    "a locale %j is English",
    async (locale) => {
      expect(await readFrom(`locale=${locale}; time_zone=Asia/Tokyo`)).toEqual({
        locale: "en",
        timeZone: "Asia/Tokyo",
      });
    },
  );

  it.each([
    "",
    "Mars/Olympus",
    "constructor",
    "__proto__",
    "toString",
    "%2B05:30",
    "-08",
    "Europe/Berlin%00",
    "Europe/Berlin ,UTC",
    "../../etc/localtime",
    "<script>alert(1)</script>",
    "Europe/Berl%C3%AFn",
    "%E0%A4%A",
    "A".repeat(4_000),
  ])("a zone %j is UTC", async (timeZone) => {
    expect(await readFrom(`locale=ar; time_zone=${timeZone}`)).toEqual({ locale: "ar", timeZone: "UTC" });
  });
});

describe("what is kept", () => {
  const chosen = { locale: "ar", timeZone: "America/New_York" } as const;

  async function keep() {
    const { writePreferences } = await load();
    return (await withCookies("", () => writePreferences(chosen))).setCookies;
  }

  it("is read back, by no script, for a year", async () => {
    const setCookies = await keep();
    expect(await readFrom(setCookies.map((line) => line.split(";", 1)[0]).join("; "))).toEqual(chosen);
    expect(setCookies).toHaveLength(2);
    for (const line of setCookies) {
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=lax/i);
      expect(line).toMatch(/; Path=\/(;|$)/i);
      expect(line).toMatch(/; Max-Age=31536000/i);
    }
  });

  it.each([
    [{ APP_URL: "https://app.example.com" }, true],
    [{ APP_URL: "http://app.example.com", NODE_ENV: "production" }, false],
    [{ NODE_ENV: "production" }, true],
    [{ NODE_ENV: "development" }, false],
  ])("with %j is Secure: %s", async (env, secure) => {
    for (const [name, value] of Object.entries({ APP_URL: "", ...env })) vi.stubEnv(name, value);
    for (const line of await keep()) expect(/; Secure/i.test(line)).toBe(secure);
  });
});

describe("what the form takes", () => {
  it.each([
    ["europe/berlin", "Europe/Berlin"],
    ["UTC", "UTC"],
  ])("%j as %j", async (typed, timeZone) => {
    const { timeZoneSchema } = await load();
    expect(timeZoneSchema.parse(typed)).toBe(timeZone);
  });

  it("no zone that there is none of, and tells the field without the value", async () => {
    const { timeZoneSchema } = await load();
    const parse = () =>
      parseInput(z.strictObject({ timeZone: timeZoneSchema }), { timeZone: "Mars/Olympus" });
    expect(parse).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        issues: [{ path: "timeZone", message: "There is no such time zone." }],
      }),
    );
  });
});

it("every zone on offer is one that is taken as it stands, and UTC is the first", async () => {
  const { listTimeZones, timeZoneSchema } = await load();
  const zones = listTimeZones("Etc/GMT+5");
  expect(zones[0]).toBe("UTC");
  expect(zones).toContain("Etc/GMT+5");
  expect(zones.length).toBeGreaterThan(400);
  expect(zones.filter((zone) => timeZoneSchema.parse(zone) !== zone)).toEqual([]);
});

it.each([
  ["en", "ltr"],
  ["ar", "rtl"],
] as const)("%s is written %s", async (locale, direction) => {
  const { directionOf } = await load();
  expect(directionOf(locale)).toBe(direction);
});
