import { describe, expect, it } from "vitest";
import { AuditLogChanges } from "@/components/auditLog/AuditLogChanges";
import { AuditLogItem } from "@/components/auditLog/AuditLogItem";
import { AuditLogTime } from "@/components/auditLog/AuditLogTime";
import { formatsOf } from "@/components/auditLog/formats";
import { initials } from "@/components/auditLog/labels";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./renderSupport";

const html = (change: Partial<AuditLogEntry>) => toHtml(<AuditLogItem run={[entryOf(change)]} />);
const text = (change: Partial<AuditLogEntry>) => toText(<AuditLogItem run={[entryOf(change)]} />);

describe("who", () => {
  it.each([
    [{ actorType: "user", actorName: null }, "User 6b1f0c1e… deleted"],
    [{ actorType: "api_key", actorName: null, actorId: "key_1" }, "API key key_1 deleted"],
    [{ actorType: "api_key", actorName: "CI deploys" }, "API key CI deploys deleted"],
    [{ actorType: "api_key", actorName: null, actorId: null }, "An API key deleted"],
    [{ actorType: "service", actorName: "billing" }, "Service billing deleted"],
    [{ actorType: "service", actorName: "\u200B", actorId: null }, "A service deleted"],
    [{ actorType: "system", actorName: null, actorId: null }, "The system deleted"],
    [{ actorType: "system", actorName: "Nightly cleanup" }, "The system (Nightly cleanup) deleted"],
    [{ actorType: "anonymous", actorName: null, actorId: null }, "Somebody deleted"],
    [{ actorType: "anonymous", actorName: "Ana Lindqvist" }, "Somebody (Ana Lindqvist) deleted"],
    [{ actorType: "robot", actorName: null, actorId: null }, "robot deleted"],
    [{ actorType: "robot", actorName: "R2" }, "robot R2 deleted"],
    [{ actorName: null, actorId: null }, "A user deleted"],
    [{ actorName: "" }, "User 6b1f0c1e… deleted"],
    [{ actorName: "  " }, "User 6b1f0c1e… deleted"],
    [{ actorName: "Bo", impersonatorId: "r1", impersonatorName: "Ana" }, "Ana as Bo deleted"],
    [{ actorName: "Bo", impersonatorId: "r1", impersonatorName: null }, "User r1 as Bo deleted"],
    [{ actorName: "Bo", impersonatorId: "r1", impersonatorName: "" }, "User r1 as Bo deleted"],
  ])("%o is named", async (change, expected) => {
    expect(await text(change)).toContain(expected);
  });

  it.each([
    ["en", "Ana as Bo deleted"],
    ["ar", "حذف Ana باسم Bo المنشور"],
  ])("in somebody's name is told so: %s", async (locale, expected) => {
    const acting = entryOf({ actorName: "Bo", impersonatorId: "r1", impersonatorName: "Ana" });
    const item = <AuditLogItem display={{ locale, timeZone: "UTC" }} run={[acting]} />;
    expect(await toText(item)).toContain(expected);
  });

  it.each([
    ["api_key", "مفتاح API CI deploys"],
    ["service", "الخدمة CI deploys"],
    ["system", "النظام (CI deploys)"],
    ["anonymous", "شخص ما (CI deploys)"],
  ])("is named by its kind in Arabic too: %s", async (actorType, expected) => {
    const run = [entryOf({ actorType, actorName: "CI deploys" })] as const;
    expect(await toText(<AuditLogItem display={{ locale: "ar", timeZone: "UTC" }} run={run} />)).toContain(
      expected,
    );
  });

  it("has initials where it is a person, and an icon otherwise", async () => {
    expect(await text({})).toMatch(/^AL/);
    expect(await text({ actorType: "api_key", actorName: "Ana Lindqvist" })).not.toMatch(/^AL/);
    expect(await text({ actorType: "api_key", impersonatorId: "1", impersonatorName: "Bo Ek" })).toMatch(
      /^BE/,
    );
  });
});

describe("an outcome", () => {
  it.each([
    ["denied", "Denied"],
    ["failure", "Failed"],
  ])("that is no success is told by text and icon: %s", async (outcome, label) => {
    expect(await text({ outcome })).toContain(label);
    expect((await html({ outcome })).match(/<svg/g)).toHaveLength(2);
    expect(await text({})).not.toContain(label);
  });
});

it("an outcome that is not known here is told in its own word", async () => {
  expect(await text({ outcome: "partial" })).toContain("“Q3 plan” partial");
  expect(await html({ outcome: "partial" })).toContain("<bdi>partial</bdi>");
  expect(await html({ outcome: "\u200B" })).not.toContain("<bdi></bdi>");
  expect(await text({ outcome: "success" })).not.toContain("success");
});

describe("a hostile name", () => {
  const names = [
    "<script>alert(1)</script>",
    '"><img src=x>',
    "{actor}",
    "{0, plural",
    "'{'",
    "x".repeat(10_000),
    "\0",
    "𝕏".repeat(300),
  ];

  it.each(names)("is text and nothing else", async (name) => {
    const given = { actorName: name, resourceName: name, resourceType: name };
    const markup = await html({ ...given, changes: { [name]: { from: name, to: name } } });
    expect(markup).not.toMatch(/<script|<img/);
    expect(await text(given)).toContain(name.replaceAll("\0", "").slice(0, 20));
  });

  it("that turns the writing direction is kept to itself", async () => {
    const name = "\u202Eevil";
    const markup = await html({
      actorName: name,
      resourceName: name,
      impersonatorId: "1",
      impersonatorName: name,
    });
    const isolated = markup.match(/<strong [^>]*dir="auto"[^>]*>evil<\/strong>/g);
    expect(isolated).toHaveLength(3);
    const changes = await toHtml(<AuditLogChanges changes={{ title: { from: name, to: name } }} />);
    expect(changes.match(/<(del|ins) [^>]*dir="auto"[^>]*>evil/g)).toHaveLength(2);
  });

  it("that is empty leaves the resource its kind and id", async () => {
    expect(await text({ resourceName: "" })).toContain("“post 6b1f0c1e…”");
    expect(await text({ resourceName: null })).toContain("“post 6b1f0c1e…”");
  });
});

describe("changed fields", () => {
  const shown = (changes: AuditLogEntry["changes"]) => text({ changes });

  it.each([
    [{ title: { from: "Q3", to: "Q4" } }, "titleQ3 → Q4"],
    [{ publishedAt: { from: null, to: "2026-01-01" } }, "published atnothing → 2026-01-01"],
    [{ owner_id: { from: "a", to: null } }, "owner ida → nothing"],
    [{ note: { from: undefined, to: "" } }, "notenothing → nothing"],
    [{ flag: { from: false, to: true } }, "flagno → yes"],
    [{ count: { from: 0, to: 12 } }, "count0 → 12"],
    [{ size: { from: 0.125, to: 1_234_567 } }, "size0.125 → 1,234,567"],
    [
      { due: { from: "2026-03-01T20:20:30Z", to: "2026-99-01T00:00:00Z" } },
      "dueMar 1, 2026, 20:20:30 UTC → 2026-99",
    ],
    [{ note: { from: "\u200B \u3164", to: "seen" } }, "notenothing → seen"],
    [{ "a\u202Eb": { from: "x\u2069\u202Ey", to: ["\u202Ez"] } }, 'abxy → ["z"]'],
    [{ plan: { from: { seats: 1 }, to: ["a", null] } }, 'plan{"seats":1} → ["a",null]'],
    [{ body: { from: "x".repeat(5_000), to: "y" } }, `body${"x".repeat(199)}… → y`],
  ])("%#: before → after", async (changes, expected) => {
    expect(await shown(changes)).toContain(expected);
  });

  it("are a list of terms, and not there where nothing changed", async () => {
    expect(await html({ changes: { a: { from: 1, to: 2 }, b: { from: 1, to: 2 } } })).toMatch(
      /<dl.*<dt.*<dt/s,
    );
    expect(await html({ changes: null })).not.toContain("<dl");
  });
});

describe("when", () => {
  it("is machine-readable, relative, and exact where the pointer or the focus is", async () => {
    const at = new Date(Date.now() - 3 * 3_600_000 - 60_000);
    expect(await toHtml(<AuditLogTime at={at} />)).toMatch(/<time [^>]*dateTime="[^"]+Z"[^>]*>3 hours ago</);
    const markup = await toHtml(<AuditLogTime at={new Date("2026-03-01T10:20:30.400Z")} />);
    expect(markup).toContain('dateTime="2026-03-01T10:20:30.400Z"');
    expect(markup).toContain('tabindex="0"');
    expect(markup).toMatch(
      /<span class="[^"]*hidden [^"]*group-hover:block[^"]*group-focus:block[^"]*">Mar 1, 2026, 10:20:30 UTC</,
    );
  });

  it("is told in the viewer's language and zone", async () => {
    const at = new Date("2026-03-01T20:20:30Z");
    const told = (locale: string, timeZone: string) =>
      toText(<AuditLogTime at={at} display={{ locale, timeZone }} />);
    expect(await told("en-GB", "Asia/Kathmandu")).toContain("2 Mar 2026, 02:05:30 GMT+5:45");
    expect(await told("ar", "Asia/Kathmandu")).toContain("02:05:30 غرينتش+5:45");
    expect(await told("ar", "UTC")).toMatch(/^قبل /);
    expect(await told("en", "Mars/Olympus")).toContain("20:20:30 UTC");
  });

  it("leads to the entry where it has a page, and takes the focus once", async () => {
    const markup = await toHtml(<AuditLogTime at={new Date()} href="/entries/1" />);
    expect(markup).toMatch(/^<a [^>]*href="\/entries\/1"[^>]*><time /);
    expect(markup).not.toContain("tabindex");
  });

  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
  it.each([
    [0, "now"],
    [-59 * second, "now"],
    [-60 * second, "1 minute ago"],
    [-59 * minute - 59 * second, "59 minutes ago"],
    [-hour, "1 hour ago"],
    [-24 * hour + 1, "23 hours ago"],
    [-day, "1 day ago"],
    [-7 * day + 1, "6 days ago"],
    [-7 * day, "1 week ago"],
    [-30 * day + 1, "4 weeks ago"],
    [-30 * day, "1 month ago"],
    [-365 * day + 1, "12 months ago"],
    [-365 * day, "1 year ago"],
    [-10_000 * day, "27 years ago"],
    [second, "now"],
    [minute, "in 1 minute"],
    [day, "in 1 day"],
  ])("%i ms from now is %s", (passed, expected) => {
    const now = new Date("2026-03-01T00:00:00Z");
    expect(formatsOf().relative(new Date(now.getTime() + passed), now)).toBe(expected);
  });
});

it.each([
  ["Ana Lindqvist", "AL"],
  ["ana maria lindqvist", "AL"],
  ["Ana", "A"],
  ["  Ana   Lindqvist ", "AL"],
  ["", "?"],
  [" ", "?"],
  ["李 小龍", "李小"],
  ["👩‍👩‍👧 Ek", "👩‍👩‍👧E"],
  ["åsa öberg", "ÅÖ"],
])("the initials of %j are %s", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
