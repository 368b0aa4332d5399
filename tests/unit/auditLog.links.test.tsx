import { describe, expect, it, onTestFinished } from "vitest";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { toSafeHref, type EntryLinks, type ResolveLinks } from "@/components/auditLog/links";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml } from "./renderSupport";

const acting = { actorName: "Bo", impersonatorId: "r1", impersonatorName: "Ana" };

/** What is linked in a feed of one entry, by its address. */
async function linked(resolve: ResolveLinks, change: Partial<AuditLogEntry> = {}) {
  const entries = [entryOf(change)];
  const load = () => Promise.resolve({ entries, nextCursor: null });
  const markup = await toHtml(<AuditLogFeed links={resolve} load={load} />);
  const links = markup.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(?:<time[^>]*>)?([^<]*)</g);
  return Object.fromEntries([...links].map(([, href = "", text = ""]) => [text, href] as const));
}

function links(of: Partial<EntryLinks>): ResolveLinks {
  return () => Promise.resolve({ actor: () => null, resource: () => null, ...of });
}

function captureReports(): unknown[] {
  const reported: unknown[] = [];
  const { error } = console;
  console.error = (...values) => void reported.push(...values);
  onTestFinished(() => void (console.error = error));
  return reported;
}

describe("names are links", () => {
  it("where they lead somewhere", async () => {
    const resolve = links({
      actor: ({ actorId }) => `/members#${actorId}`,
      resource: ({ resourceId }) => `/posts/${resourceId}`,
    });
    expect(await linked(resolve, { actorId: "a1", resourceId: "p1" })).toEqual({
      "Ana Lindqvist": "/members#a1",
      "Q3 plan": "/posts/p1",
    });
    expect(await linked(links({}))).toEqual({});
  });

  it("each by itself under impersonation", async () => {
    const both = { actor: () => "/bo", impersonator: () => "/ana" };
    expect(await linked(links(both), acting)).toEqual({ Bo: "/bo", Ana: "/ana" });
    expect(await linked(links({ actor: () => "/bo" }), acting)).toEqual({ Bo: "/bo" });
    expect(await linked(links({ impersonator: () => "/ana" }), acting)).toEqual({ Ana: "/ana" });
  });

  it("and the time leads to the entry", async () => {
    const createdAt = new Date(Date.now() - 3 * 3_600_000);
    expect(await linked(links({ entry: ({ id }) => `/entries/${id}` }), { id: "e1", createdAt })).toEqual({
      "3 hours ago": "/entries/e1",
    });
  });

  it("resolved once a page", async () => {
    const asked: number[] = [];
    await linked((entries) => {
      asked.push(entries.length);
      return links({})(entries);
    });
    expect(asked).toEqual([1]);
  });
});

describe("names stand plain", () => {
  const report = JSON.stringify({ level: "error", event: "audit_log.links_failed" });
  const broken = () => {
    throw new Error("CANARY");
  };

  it("where the links can't be resolved, and nothing of why is told", async () => {
    const reported = captureReports();
    expect(await linked(() => Promise.reject(new Error("CANARY")))).toEqual({});
    expect(await linked(broken)).toEqual({});
    expect(await linked(links({ actor: broken, resource: () => "/posts/1" }))).toEqual({
      "Q3 plan": "/posts/1",
    });
    expect(new Set(reported)).toEqual(new Set([report]));
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "posts/1",
    "",
    "http:evil.example",
    "https://good.example\\@evil.example",
    "/posts/1\n",
  ])("where the address is refused: %j", async (href) => {
    expect(toSafeHref(href)).toBeNull();
    const all = { actor: () => href, resource: () => href, entry: () => href, impersonator: () => href };
    expect(await linked(links(all), acting)).toEqual({});
  });

  it.each(["/", "/posts/1?a=b#c", "?cursor=x", "#top", "https://example.com/", "http://example.com"])(
    "but not where it is fine: %j",
    (href) => {
      expect(toSafeHref(href)).toBe(href);
    },
  );
});
