import { describe, expect, it } from "vitest";
import { auditActions } from "@/auditActions";
import { AuditLogItem } from "@/components/auditLog/AuditLogItem";
import { toSentence } from "@/components/auditLog/sentence";
import type { ActionDefinition, ActionName, AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./auditLogSupport";

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
};
const sampleOf = new Map<string, Record<string, unknown>>(Object.entries(samples));

/** The sentence as text, with what stands for the actor and the resource. */
function told(change: Partial<AuditLogEntry>): string {
  return toSentence(entryOf(change))
    .map((part) => (typeof part === "string" ? part : `<${part.slot}>`))
    .join("");
}

describe.each(definitions)("%s", (action, definition) => {
  const metadata = sampleOf.get(action) ?? {};
  const general = /^<actor>( tried)?: /;

  it("is told by its own message", () => {
    expect(definition.metadata?.safeParse(metadata).success ?? true).toBe(true);
    const sentence = told({ action, metadata });
    expect(sentence).not.toMatch(general);
    expect(sentence).not.toMatch(/[{}]|undefined|null/);
    expect(sentence).toMatch(/^(<actor>|Somebody) [a-z]+ /);
  });

  it.each(["denied", "failure"])("is told as an attempt: %s", (outcome) => {
    const sentence = told({ action, outcome, metadata });
    expect(sentence).not.toMatch(/[{}]|undefined|null/);
    expect(sentence).toMatch(definition.attempt ? / (tried to|failed to) / : /^<actor> tried: /);
  });

  it("is told in general words where its metadata is of another version", () => {
    const sentence = told({ action, metadata: { was: "otherwise", email: 1, reason: [] } });
    expect(sentence).not.toMatch(/[{}]|undefined|null/);
    expect(sentence.length).toBeGreaterThan(10);
  });

  it("is one line of a feed", async () => {
    const text = await toText(<AuditLogItem entry={entryOf({ action, metadata })} />);
    expect(text.includes("Ana Lindqvist")).toBe(definition.message.en.includes("{actor}"));
    expect(text.includes("Q3 plan")).toBe(definition.message.en.includes("{resource}"));
  });
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
  expect(await toText(<AuditLogItem entry={entryOf(nothing)} />)).toContain(
    "tried to delete the post “unknown”",
  );
});

it("reads as a person would write", async () => {
  const text = (change: Partial<AuditLogEntry>) => toText(<AuditLogItem entry={entryOf(change)} />);
  expect(await text({})).toContain("Ana Lindqvist deleted the post “Q3 plan”");
  const deleted = { action: "project.deleted", resourceName: "Alpha" };
  const withPosts = (postCount: number) => text({ ...deleted, metadata: { postCount, posts: [] } });
  expect(await withPosts(0)).toMatch(/deleted the project “Alpha”\d/);
  expect(await withPosts(1)).toContain("deleted the project “Alpha” with its post");
  expect(await withPosts(1200)).toContain("deleted the project “Alpha” with its 1,200 posts");
  expect(await text({ outcome: "denied" })).toContain("tried to delete the post “Q3 plan”Denied");
  expect(await text({ outcome: "failure" })).toContain("Failed");
});

it.each(["unknown", "thing.happened_again", "__proto__", "constructor", "", "{broken, select", "<b>x</b>"])(
  "tells an action that nobody knows: %s",
  async (action) => {
    expect(told({ action })).toBe(`<actor>: ${action.replaceAll(/[._]/g, " ")} (“<resource>”)`);
    expect(await toHtml(<AuditLogItem entry={entryOf({ action })} />)).not.toContain("<b>x");
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
