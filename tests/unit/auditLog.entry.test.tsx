import { describe, expect, it } from "vitest";
import { AuditLogChangesTable } from "@/components/auditLog/entry/AuditLogChangesTable";
import { AuditLogEntryFields } from "@/components/auditLog/entry/AuditLogEntryFields";
import { AuditLogEntryMetadata } from "@/components/auditLog/entry/AuditLogEntryMetadata";
import { AuditLogEntrySentence } from "@/components/auditLog/entry/AuditLogEntrySentence";
import { noLinks, type EntryLinks } from "@/components/auditLog/links";
import type { AuditLogEntry, Changes } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./renderSupport";

const arabic = { locale: "ar", timeZone: "Asia/Kathmandu" };
const links: EntryLinks = {
  actor: ({ actorId }) => `/actors/${actorId}`,
  impersonator: ({ impersonatorId }) => `/actors/${impersonatorId}`,
  resource: ({ resourceId }) => `/resources/${resourceId}`,
  entry: ({ id }) => `/entries/${id}`,
};

type Given = Partial<AuditLogEntry> & { of?: string | null };

const fields = (
  { of = "Acme", ...change }: Given,
  as: Partial<Parameters<typeof AuditLogEntryFields>[0]> = {},
) => <AuditLogEntryFields entry={entryOf(change)} links={links} organizationName={of} {...as} />;

/** Each field's name and what stands beside it. */
async function shown(change: Given = {}): Promise<Record<string, string>> {
  const html = await toHtml(fields(change));
  const pairs = [...html.matchAll(/<dt[^>]*>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/gs)];
  return Object.fromEntries(
    pairs.map(([, name = "", value = ""]) => [
      name,
      value
        .replaceAll(/<[^>]*>/g, " ")
        .replaceAll(/ +/g, " ")
        .trim(),
    ]),
  );
}

describe("the fields of an entry", () => {
  it("are all there, ids whole", async () => {
    const whole = {
      impersonatorId: "6b1f0c1e-0000-4000-8000-000000000003",
      impersonatorName: "Priya",
      ip: "2001:db8::1",
      userAgent: "curl/8",
      requestId: "request-1",
    };
    expect(await shown(whole)).toEqual({
      Entry: "019a0000-0000-7000-8000-000000000000",
      Happened: "Mar 1, 2026, 10:20:30 UTC 2026-03-01T10:20:30.400Z",
      Recorded: "Mar 1, 2026, 10:20:30 UTC 2026-03-01T10:20:30.500Z",
      Action: "post.deleted",
      Outcome: "Success",
      Actor: "Ana Lindqvist user 6b1f0c1e-0000-4000-8000-000000000001",
      "Acting as the actor": "Priya 6b1f0c1e-0000-4000-8000-000000000003",
      Resource: "Q3 plan post 6b1f0c1e-0000-4000-8000-000000000002",
      Organization: "Acme acme",
      "IP address": "2001:db8::1",
      "User agent": "curl/8",
      Request: "request-1",
      Permalink: "/entries/019a0000-0000-7000-8000-000000000000",
    });
  });

  it("say what was not recorded, and who has no name", async () => {
    const bare = await shown({
      actorId: null,
      actorName: null,
      actorType: "system",
      resourceName: null,
      of: null,
    });
    expect(bare).toMatchObject({
      Actor: "No name system",
      Resource: "No name post 6b1f0c1e-0000-4000-8000-000000000002",
      Organization: "No name acme",
      "IP address": "Not recorded",
      "User agent": "Not recorded",
      Request: "Not recorded",
    });
    expect(bare).not.toHaveProperty("Acting as the actor");
    expect(await shown({ organizationId: null })).toMatchObject({ Organization: "The platform itself" });
  });

  it.each([
    ["failure", "Failed"],
    ["denied", "Denied"],
    ["strange", "strange"],
    ["constructor", "constructor"],
  ])("tell the outcome %s", async (outcome, expected) => {
    expect(await shown({ outcome })).toMatchObject({ Outcome: expected });
  });

  const recordedAfter = async (delay: number) => {
    const recordedAt = new Date(Date.parse("2026-03-01T10:20:30.400Z") + delay);
    return (await shown({ recordedAt })).Recorded;
  };

  it.each([
    [2_001, "2 seconds"],
    [61_000, "1 minute"],
    [7_200_000, "2 hours"],
    [1_000 * 86_400_000, "1,000 days"],
  ])("say that it was recorded %i ms later", async (delay, span) => {
    expect(await recordedAfter(delay)).toContain(
      `${span} after it happened: it was delivered late, or imported.`,
    );
  });

  it.each([-5_000, 0, 2_000])("say nothing of a record %i ms later", async (delay) => {
    expect(await recordedAfter(delay)).toMatch(/^Mar 1, 2026, [\d:]+ UTC [\d:.TZ-]+$/);
  });

  it("say when it was recorded as it is, also by a clock that is behind", async () => {
    expect(await recordedAfter(-5_000)).toContain("2026-03-01T10:20:25.400Z");
  });

  it("link people, the resource and the request to where they lead, and nothing else", async () => {
    const given = { impersonatorId: "r", requestId: "1" };
    const hrefs = async (as: Parameters<typeof fields>[1]) =>
      [...(await toHtml(fields(given, as))).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(await hrefs({ requestHref: "/search" })).toEqual([
      "/actors/6b1f0c1e-0000-4000-8000-000000000001",
      "/actors/r",
      "/resources/6b1f0c1e-0000-4000-8000-000000000002",
      "/search",
      "/entries/019a0000-0000-7000-8000-000000000000",
    ]);
    expect(await hrefs({ links: noLinks })).toEqual([]);
  });

  it.each(["javascript:alert(1)", "//elsewhere.example", "data:text/html,x"])(
    "lead nowhere by %s",
    async (href) => {
      const lead = () => href;
      const astray = { actor: lead, impersonator: lead, resource: lead, entry: lead };
      const given = { impersonatorId: "r", requestId: "1" };
      expect(await toHtml(fields(given, { links: astray, requestHref: href }))).not.toContain("<a");
      expect(await toHtml(<AuditLogEntrySentence entry={entryOf(given)} links={astray} />)).not.toContain(
        "<a",
      );
    },
  );

  it("are told in the viewer's language and zone; ids keep their direction", async () => {
    const html = await toHtml(fields({}, { display: arabic }));
    expect(html).toMatch(/^<dl[^>]*dir="rtl"[^>]*lang="ar"/);
    expect(html).toContain("الفاعل");
    expect(html).toContain("16:05:30");
    expect(html).toMatch(/<code[^>]*dir="ltr"[^>]*>019a0000-/);
    expect(await toHtml(fields({}, { display: { locale: "de", timeZone: "UTC" } }))).toContain(">Actor<");
  });
});

describe("the sentence", () => {
  it("links whom and what it names", async () => {
    const sentence = (display?: typeof arabic) => (
      <AuditLogEntrySentence
        display={display}
        entry={entryOf({ actorName: "Bo", impersonatorId: "r", impersonatorName: "Ana" })}
        links={links}
      />
    );
    expect(await toText(sentence())).toMatch(
      /^Ana as Bo deleted the post “Q3 plan”\d+ \w+ agoMar 1, 2026, 10:20:30 UTC$/,
    );
    const html = await toHtml(sentence());
    expect(html).toMatch(/href="\/actors\/r".*href="\/actors\/6b1f0c1e-[^"]*1".*href="\/resources\//s);
    expect(await toHtml(sentence(arabic))).toMatch(/^<div[^>]*dir="rtl"[^>]*lang="ar"/);
  });

  it.each([
    ["denied", "Denied"],
    ["partial", "partial"],
  ])("tells the outcome %s", async (outcome, told) => {
    const sentence = <AuditLogEntrySentence entry={entryOf({ outcome })} links={noLinks} />;
    expect(await toText(sentence)).toContain(` ${told}`);
  });

  it("is told in general words for an action of long ago", async () => {
    const old = entryOf({ action: "memo.shredded", metadata: { any: { thing: 1 } } });
    expect(await toText(<AuditLogEntrySentence entry={old} links={noLinks} />)).toContain("memo shredded");
  });
});

describe("changes", () => {
  const table = (changes: Changes | null) => <AuditLogChangesTable changes={changes} />;

  it("are a table with headings for columns and rows", async () => {
    const html = await toHtml(table({ title: { from: "Q3", to: "Q4" }, ownerId: { from: null, to: "" } }));
    expect(html.match(/<th[^>]*scope="col"[^>]*>[^<]*/g)?.map((each) => each.replace(/.*>/, ""))).toEqual([
      "Field",
      "Before",
      "After",
    ]);
    const rows = [
      ...html.matchAll(
        /<tr[^>]*><th[^>]*scope="row"[^>]*>(.*?)<\/th><td[^>]*>(.*?)<\/td><td[^>]*>(.*?)<\/td>/gs,
      ),
    ];
    expect(rows.map(([, ...cells]) => cells.map((cell) => cell.replaceAll(/<[^>]*>/g, "")))).toEqual([
      ["title", "Q3", "Q4"],
      ["ownerId", "nothing", "empty text"],
    ]);
  });

  it.each([[null], [{}]])("are said not to be there: %j", async (changes) => {
    expect(await toText(table(changes))).toBe("It names no changed fields.");
  });

  it("are as many as can be read", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [`f${at}`, { from: at, to: 0 }]),
    );
    const html = await toHtml(table(many));
    expect(html.match(/scope="row"/g)).toHaveLength(500);
    expect(html).toContain("and 1,500 more, in the raw JSON");
  });
});

describe("metadata", () => {
  const metadata = (value: Record<string, unknown>) => toText(<AuditLogEntryMetadata metadata={value} />);

  it.each<[Record<string, unknown>, string]>([
    [{}, "It has none."],
    [{ reason: "spam", count: 0, isFirst: false, none: null }, "reasonspamcount0isFirstfalsenonenothing"],
    [{ tags: ["a", ["b"]], empty: [], shape: {} }, "tagsabemptyempty listshapeno fields"],
    [{ plan: { seats: { from: 1, to: 5 } } }, "planseatsfrom1to5"],
    [{ constructor: 1, toString: "x" }, "constructor1toStringx"],
  ])("%j is fields", async (value, expected) => {
    expect(await metadata(value)).toBe(expected);
  });

  it("is nested lists", async () => {
    const html = await toHtml(<AuditLogEntryMetadata metadata={{ a: { b: [1, 2] } }} />);
    expect(html).toMatch(/<dl.*<dl.*<ul.*<li.*<li/s);
  });
});
