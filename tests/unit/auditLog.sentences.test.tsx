import { describe, expect, it } from "vitest";
import { auditActions } from "@/auditActions";
import { AuditLogItem } from "@/components/auditLog/AuditLogItem";
import { formatsOf } from "@/components/auditLog/formats";
import { toSentence } from "@/components/auditLog/sentence";
import { Value } from "@/components/auditLog/text/message";
import type { ActionDefinition, ActionName, AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./renderSupport";

const definitions: [string, ActionDefinition][] = Object.entries(auditActions);
const member = { memberId: "m1", memberName: "Bo Ek" };

/** What each action that takes metadata would be logged with. */
const samples: Partial<Record<ActionName, Record<string, unknown>>> = {
  "auth.login.failed": { email: "bo@example.com", reason: "banned" },
  "organization.member_invited": { email: "bo@example.com", role: "admin" },
  "organization.invitation_canceled": { email: "bo@example.com" },
  "organization.member_joined": { role: "member" },
  "organization.member_removed": member,
  "organization.member_role_changed": member,
  "organization.ownership_transferred": member,
  "post.moved": { fromProject: "Alpha", toProject: "Beta" },
  "post.deleted": { reason: "outdated" },
  "project.transferred": { fromName: null, toName: "Bo Ek" },
  "project.deleted": { postCount: 2, posts: [{ id: "p1", title: "One" }] },
  "user.banned": { reason: "spam" },
  "audit_log.exported": { format: "csv", query: "actor:ana" },
  "audit_log.imported": { name: "public.activity", source: "table" },
};
const sampleOf = new Map<string, Record<string, unknown>>(Object.entries(samples));

const inLocale = (locale: string) => formatsOf({ locale, timeZone: "UTC" });

/** The sentence as text, with what stands for the actor and the resource. */
function told(change: Partial<AuditLogEntry>, locale = "en"): string {
  const { parts } = toSentence(entryOf(change), inLocale(locale));
  return parts
    .map((part) => (typeof part === "string" || part instanceof Value ? String(part) : `<${part.slot}>`))
    .join("");
}

/** What every sentence of a language is like, and that of an attempt. */
const languages = [
  {
    locale: "en",
    sentence: /^(<actor>|Somebody) [a-z]+ /,
    attempt: / (tried to|failed to) /,
    general: /^<actor>( tried)?: /,
  },
  {
    locale: "ar",
    sentence: /^\p{scx=Arabic}+ (<actor>|شخص ما) \P{Script=Latin}+/u,
    attempt: /^(حاول <actor>|أخفق شخص ما) /,
    general: /^<actor>( — محاولة)?: /,
  },
];

describe.each(languages)("in $locale", ({ locale, sentence, attempt, general }) => {
  describe.each(definitions)("%s", (action, definition) => {
    const metadata = sampleOf.get(action) ?? {};

    it("is told by its own message", () => {
      expect(definition.metadata?.safeParse(metadata).success ?? true).toBe(true);
      expect(toSentence(entryOf({ action, metadata }), inLocale(locale))).toMatchObject({
        language: locale,
        isGeneral: false,
        rest: {},
      });
      const text = told({ action, metadata }, locale);
      expect(text).not.toMatch(/[{}]|undefined|null/);
      expect(text).toMatch(sentence);
    });

    it.each(["denied", "failure"])("is told as an attempt: %s", (outcome) => {
      const text = told({ action, outcome, metadata }, locale);
      expect(text).not.toMatch(/[{}]|undefined|null/);
      expect(text).toMatch(definition.attempt ? attempt : general);
    });

    it("is told in general words where its metadata is of another version", () => {
      const text = told({ action, metadata: { was: "otherwise", email: 1, reason: [] } }, locale);
      expect(text).not.toMatch(/[{}]|undefined|null/);
      expect(text.length).toBeGreaterThan(10);
    });

    it("is one line of a feed", async () => {
      const display = { locale, timeZone: "UTC" };
      const text = await toText(<AuditLogItem display={display} run={[entryOf({ action, metadata })]} />);
      expect(text.includes("Ana Lindqvist")).toBe(definition.message.en.includes("{actor}"));
      expect(text.includes("Q3 plan")).toBe(definition.message.en.includes("{resource}"));
    });

    it("names the same as in English", () => {
      const named = (message: string | undefined) => new Set(message?.match(/\{\w+(?=[},])/g));
      expect(named(definition.message[locale])).toEqual(named(definition.message.en));
      expect(named(definition.attempt?.[locale])).toEqual(named(definition.attempt?.en));
    });
  });
});

it("has a word for every number of things in Arabic", () => {
  const withPosts = (postCount: number) =>
    told({ action: "project.deleted", metadata: { postCount, posts: [] } }, "ar").split("»")[1];
  expect([0, 1, 2, 3, 11, 100, 103].map(withPosts)).toEqual([
    "",
    " مع منشوره الوحيد",
    " مع منشوريه",
    " مع 3 منشورات فيه",
    " مع 11 منشورًا فيه",
    " مع 100 منشور فيه",
    " مع 103 منشورات فيه",
  ]);
});

it("falls back to English, and says so, where an action has no message in the language", () => {
  expect(toSentence(entryOf({ action: "thing.unheard_of" }), inLocale("ar")).language).toBe("ar");
  expect(toSentence(entryOf(), { ...inLocale("ar"), language: "xx" })).toMatchObject({
    language: "en",
    isGeneral: false,
  });
  expect(told({}, "de")).toBe("<actor> deleted the post “<resource>”");
  expect(told({}, "not a locale")).toBe("<actor> deleted the post “<resource>”");
});

it("tells the reason of a deletion, where one was given", () => {
  expect(told({ action: "post.deleted", metadata: { reason: "{outdated}" } })).toBe(
    "<actor> deleted the post “<resource>”: “{outdated}”",
  );
  expect(told({ action: "post.deleted", metadata: {} })).toBe("<actor> deleted the post “<resource>”");
});

it("shows no made-up id of what is not there", async () => {
  const nothing = {
    action: "post.deleted",
    outcome: "denied",
    resourceType: "unknown_post",
    resourceName: null,
  };
  expect(await toText(<AuditLogItem run={[entryOf(nothing)]} />)).toContain(
    "tried to delete the post “unknown”",
  );
});

it("reads as a person would write", async () => {
  const text = (change: Partial<AuditLogEntry>) => toText(<AuditLogItem run={[entryOf(change)]} />);
  expect(await text({})).toContain("Ana Lindqvist deleted the post “Q3 plan”");
  const deleted = { action: "project.deleted", resourceName: "Alpha" };
  const withPosts = (postCount: number) => text({ ...deleted, metadata: { postCount, posts: [] } });
  expect(await withPosts(0)).toMatch(/deleted the project “Alpha”(?! with)/);
  expect(await withPosts(1)).toContain("deleted the project “Alpha” with its post");
  expect(await withPosts(1200)).toContain("deleted the project “Alpha” with its 1,200 posts");
  expect(await text({ outcome: "denied" })).toContain("tried to delete the post “Q3 plan” Denied");
  expect(await text({ outcome: "failure" })).toContain("Failed");
});

it.each(["unknown", "thing.happened_again", "__proto__", "constructor", "", "{broken, select", "<b>x</b>"])(
  "tells an action that nobody knows: %s",
  async (action) => {
    expect(told({ action })).toBe(`<actor>: ${action.replaceAll(/[._]+/g, " ").trim()} (“<resource>”)`);
    expect(await toHtml(<AuditLogItem run={[entryOf({ action })]} />)).not.toContain("<b>x");
  },
);

it("formats no value as a message, and takes no metadata for the actor or the resource", () => {
  const metadata = { email: "{actor} {0, number}", role: "'{'", actor: "Eve", resource: "Elsewhere" };
  const sentence = told({ action: "organization.member_invited", metadata });
  expect(sentence).toBe("<actor> invited {actor} {0, number} to <resource> as '{'");
});

it("lets no value turn the rest of the sentence around", () => {
  const metadata = { email: "\u202Ebo@example.com\u2066", role: "admin\u200F" };
  expect(told({ action: "organization.member_invited", metadata })).toBe(
    "<actor> invited bo@example.com to <resource> as admin",
  );
});

describe("history", () => {
  const restOf = (change: Partial<AuditLogEntry>) => toSentence(entryOf(change)).rest;

  it("of a removed action keeps its metadata readable", async () => {
    const metadata = {
      oldName: "Alpha",
      seats: 1200,
      open: true,
      since: "2026-03-01T20:20:30Z",
      tags: ["a"],
    };
    const text = await toText(<AuditLogItem run={[entryOf({ action: "crm.lead_scored", metadata })]} />);
    expect(text).toContain("Ana Lindqvist: crm lead scored (“Q3 plan”)");
    for (const field of [
      "old nameAlpha",
      "seats1,200",
      "openyes",
      "sinceMar 1, 2026, 20:20:30 UTC",
      'tags["a"]',
    ])
      expect(text).toContain(field);
  });

  it("of an older version of a schema is told as far as it can be, with its metadata", () => {
    const renamed = { from: "Alpha", to: "Beta" };
    expect(told({ action: "post.moved", metadata: renamed })).toBe("<actor>: post moved (“<resource>”)");
    expect(restOf({ action: "post.moved", metadata: renamed })).toEqual(renamed);
    expect(told({ action: "post.updated", metadata: { draft: true } })).toBe(
      "<actor> edited the post “<resource>”",
    );
    expect(restOf({ action: "post.updated", metadata: { draft: true } })).toEqual({ draft: true });
  });

  it("that the sentence tells is not told twice, nor what an attempt brought along", () => {
    expect(restOf({ action: "post.deleted", metadata: { reason: "spam", added: "later" } })).toEqual({});
    expect(restOf({ action: "post.deleted", outcome: "denied", metadata: { any: "thing" } })).toEqual({});
    expect(restOf({ action: "user.created", outcome: "denied", metadata: { any: "thing" } })).toEqual({
      any: "thing",
    });
  });

  it("is told by its message to those as well who may not see a reserved field", () => {
    const metadata = { postCount: 2 };
    expect(told({ action: "project.deleted", metadata })).toBe(
      "<actor> deleted the project “<resource>” with its 2 posts",
    );
    expect(restOf({ action: "project.deleted", metadata })).toEqual({});
  });

  it("with endless metadata stays an item of a feed", async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`field${at}`, "x".repeat(5_000)]));
    const text = await toText(<AuditLogItem run={[entryOf({ action: "gone.action", metadata: many })]} />);
    expect(text).toContain("and 42 more fields");
    expect(text.length).toBeLessThan(3_000);
  });
});
