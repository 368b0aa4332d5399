import { describe, expect, it } from "vitest";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { toVisible } from "@/components/auditLog/text/visible";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./renderSupport";

const invisible =
  "\u0000\u0007\u001B\u007F\u0085\u00AD\u034F\u061C\u115F\u17B4\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\u2800\u3164\uFE0F\uFEFF\uFFA0\uFFF9\u{E0001}\u{E0041}\u2028\u2029";

/** An entry that says something hostile wherever an entry can. */
function hostile(text: string): AuditLogEntry[] {
  const everywhere: Partial<AuditLogEntry> = {
    actorName: text,
    impersonatorId: "1",
    impersonatorName: text,
    resourceName: text,
    changes: { [text]: { from: text, to: [text] } },
  };
  const told = { action: "organization.member_invited", metadata: { email: text, role: text } };
  const unknown = { action: text, resourceType: text, resourceName: null, outcome: text, actorType: text };
  return [
    entryOf({ ...everywhere, ...told, id: "1" }),
    entryOf({ ...everywhere, ...unknown, metadata: { [text]: { nested: text } }, id: "2" }),
  ];
}

function feed(entries: AuditLogEntry[], locale = "en") {
  const load = () => Promise.resolve({ entries, nextCursor: null });
  return <AuditLogFeed display={{ locale, timeZone: "UTC" }} load={load} />;
}

const allowed = /^(div|ol|li|h3|span|svg|path|circle|rect|line|polyline|p|strong|bdi|time|dl|dt|dd|del|ins)$/;

describe.each(["en", "ar"])("inert in every place of an entry, in %s", (locale) => {
  it.each([
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "<svg><script href='data:,alert(1)'/></svg>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</details></ol></div><iframe src=//evil.example>",
    "<!--",
    "]]>",
    "{actor}",
    "{0, plural, other {#}}",
    "{n, number, ::currency/EUR}",
    "'{'",
    "<b>{x}</b>",
    "${process.env.SECRET}",
    "\u202E}rotca{",
  ])("%s", async (text) => {
    const markup = await toHtml(feed(hostile(text), locale));
    const elements = [...markup.matchAll(/<([a-z0-9]+)/g)].map(([, name = ""]) => name);
    expect(elements.filter((name) => !allowed.test(name))).toEqual([]);
    expect(markup).not.toMatch(/<[a-z][^>]*\s(on\w+|href|src)=/);
    expect(await toText(feed(hostile(text), locale))).toContain(toVisible(text));
  });
});

describe("what nobody sees", () => {
  it("is not there at all, in any place", async () => {
    const text = `a${invisible}b`;
    const shown = await toText(feed(hostile(text)));
    const { length } = Array.from(invisible).filter(
      (character) => !/\s/.test(character) && shown.includes(character),
    );
    expect(length).toBe(0);
    expect(shown).toContain("a b");
  });

  it("makes no name, and none look like another", async () => {
    const [first] = hostile(invisible);
    const shown = await toText(feed(first ? [{ ...first, action: "post.deleted", metadata: {} }] : []));
    expect(shown).toContain("User 1 as User 6b1f0c1e… deleted the post “post 6b1f0c1e…”");
    expect(toVisible("A\u200Bn\u00ADa\u2060 Lindqvist\u3164")).toBe("Ana Lindqvist");
    expect(toVisible("\u00A0Ana \u2003 \u2800 Lindqvist ")).toBe("Ana Lindqvist");
    expect(toVisible("A\u200Dna\uFE0F")).toBe("Ana");
  });

  it.each(["👩‍👩‍👧 Ek", "❤️", "می‌خواهم", "क्‍ष", "ක්‍ය", "Åsa", "e\u0301", "李小龍", "🇳🇵", "👍🏽"])(
    "stays where it shapes what is seen: %s",
    (name) => {
      expect(toVisible(name)).toBe(name);
    },
  );
});

describe("a long text", () => {
  it("is cut, between characters", () => {
    expect(toVisible("x".repeat(10_000))).toBe(`${"x".repeat(199)}…`);
    expect(toVisible("𝕏".repeat(300)).isWellFormed()).toBe(true);
    expect(toVisible("\uD800a\uDC00")).toBe("a");
    expect(toVisible(`${"\u200B".repeat(10_000)}Ana`)).toBe("");
  });
});

it("isolates every name and value from the sentence around it", async () => {
  const name = "שלום (1)";
  const markup = await toHtml(feed(hostile(name)));
  const isolated =
    /<(strong|del|ins) [^>]*dir="auto"[^>]*>[^<]*<\/\1>|<bdi>[^<]*<\/bdi>|<span aria-hidden[^>]*>[^<]*<\/span>/g;
  expect(markup.match(isolated)?.length).toBeGreaterThan(15);
  expect(markup.replaceAll(isolated, "")).not.toMatch(/\p{Script=Hebrew}/u);
});
