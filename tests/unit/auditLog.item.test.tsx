import { describe, expect, it } from "vitest";
import { AuditLogChanges } from "@/components/auditLog/AuditLogChanges";
import { AuditLogItem } from "@/components/auditLog/AuditLogItem";
import { AuditLogTime, toRelative } from "@/components/auditLog/AuditLogTime";
import { initials } from "@/components/auditLog/labels";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./auditLogSupport";

const html = (change: Partial<AuditLogEntry>) => toHtml(<AuditLogItem entry={entryOf(change)} />);
const text = (change: Partial<AuditLogEntry>) => toText(<AuditLogItem entry={entryOf(change)} />);

describe("who", () => {
  it.each([
    [{ actorType: "user", actorName: null }, "User 6b1f0c1e… deleted"],
    [{ actorType: "api_key", actorName: null, actorId: "key_1" }, "API key key_1 deleted"],
    [{ actorType: "service", actorName: "billing" }, "billing deleted"],
    [{ actorType: "system", actorName: null, actorId: null }, "The system deleted"],
    [{ actorType: "anonymous", actorName: null, actorId: null }, "Somebody deleted"],
    [{ actorType: "robot", actorName: null, actorId: null }, "robot deleted"],
    [{ actorName: "" }, "User 6b1f0c1e… deleted"],
    [{ actorName: "  " }, "User 6b1f0c1e… deleted"],
    [{ actorName: "Bo", impersonatorId: "r1", impersonatorName: "Ana" }, "Ana as Bo deleted"],
    [{ actorName: "Bo", impersonatorId: "r1", impersonatorName: null }, "User r1 as Bo deleted"],
    [{ actorName: "Bo", impersonatorId: "r1", impersonatorName: "" }, "User r1 as Bo deleted"],
  ])("%o is named", async (change, expected) => {
    expect(await text(change)).toContain(expected);
  });

  it("is a link only where there is a history to lead to", async () => {
    const actorHref = (id: string) => `/actors/${encodeURIComponent(id)}`;
    const linked = (change: Partial<AuditLogEntry>) =>
      toHtml(<AuditLogItem actorHref={actorHref} entry={entryOf(change)} />);
    expect(await linked({ actorId: "a/b" })).toContain('href="/actors/a%2Fb"');
    expect(await linked({ actorId: null })).not.toContain("<a ");
    expect(await html({})).not.toContain("<a ");
  });
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
    const isolated = markup.match(/<strong [^>]*dir="auto"[^>]*>\u202Eevil<\/strong>/g);
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
    [{ flag: { from: false, to: true } }, "flagfalse → true"],
    [{ count: { from: 0, to: 12 } }, "count0 → 12"],
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
  it("is machine-readable, relative, and exact in its title", async () => {
    const at = new Date(Date.now() - 3 * 3_600_000 - 60_000);
    expect(await toHtml(<AuditLogTime at={at} />)).toMatch(
      /<time [^>]*dateTime="[^"]+Z"[^>]*>3 hours ago<\/time>/,
    );
    const markup = await toHtml(<AuditLogTime at={new Date("2026-03-01T10:20:30.400Z")} />);
    expect(markup).toContain('dateTime="2026-03-01T10:20:30.400Z"');
    expect(markup).toContain('title="Mar 1, 2026, 10:20:30 AM UTC"');
    const zoned = (
      <AuditLogTime at={new Date("2026-03-01T20:20:30Z")} locale="de" timeZone="Asia/Kathmandu" />
    );
    expect(await toHtml(zoned)).toContain("02.03.2026, 02:05:30 GMT+5:45");
  });

  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
  it.each([
    [0, "now"],
    [-59 * second, "now"],
    [-60 * second, "1 minute ago"],
    [-59 * minute - 59 * second, "59 minutes ago"],
    [-hour, "1 hour ago"],
    [-24 * hour + 1, "23 hours ago"],
    [-day, "yesterday"],
    [-7 * day + 1, "6 days ago"],
    [-7 * day, "last week"],
    [-30 * day + 1, "4 weeks ago"],
    [-30 * day, "last month"],
    [-365 * day + 1, "12 months ago"],
    [-365 * day, "last year"],
    [-10_000 * day, "27 years ago"],
    [second, "now"],
    [minute, "in 1 minute"],
    [day, "tomorrow"],
  ])("%i ms from now is %s", (passed, expected) => {
    const now = new Date("2026-03-01T00:00:00Z");
    expect(toRelative(new Date(now.getTime() + passed), { now })).toBe(expected);
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
