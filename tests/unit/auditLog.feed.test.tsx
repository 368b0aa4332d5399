import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { ReactNode } from "react";
import { describe, expect, it, onTestFinished } from "vitest";
import { AuditLogFeed, type FeedProps } from "@/components/auditLog/AuditLogFeed";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import type { Display } from "@/components/auditLog/display";
import { ar } from "@/components/auditLog/text/ar";
import { en } from "@/components/auditLog/text/en";
import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import type { SearchPage } from "@/modules/auditLog/search/search.types";
import { entryOf, toHtml, toText } from "./renderSupport";

const page = (nextCursor: string | null = null): AuditLogPage => ({
  entries: [entryOf({ id: "1" }), entryOf({ id: "2", action: "post.updated" })],
  nextCursor,
});
const empty: AuditLogPage = { entries: [], nextCursor: null };

function feed(given: AuditLogPage | SearchPage, props: Partial<FeedProps> = {}) {
  return <AuditLogFeed load={() => Promise.resolve(given)} {...props} />;
}

/** The addresses that a feed links to, by what stands on the link. */
async function linksOn(node: ReactNode): Promise<Record<string, string>> {
  const links = (await toHtml(node)).matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g);
  return Object.fromEntries([...links].map(([, href = "", text = ""]) => [text, href] as const));
}

it("is an ordered list of its entries by day", async () => {
  const markup = await toHtml(feed(page()));
  expect(markup).toMatch(
    /<ol[^>]*data-audit-log[^>]*><li><h3[^>]*>Sunday, March 1, 2026<\/h3><ol.*data-entry-id="1".*data-entry-id="2".*<\/ol><\/li><\/ol>/s,
  );
  expect(markup).not.toContain("<script");
});

it("stands in the viewer's zone, and names it once", async () => {
  const entries = ["19:00Z", "18:30Z", "18:00Z"].map((time, id) =>
    entryOf({ id: String(id), resourceId: String(id), createdAt: new Date(`2026-03-01T${time}`) }),
  );
  const told = (display?: Display) => toText(feed({ entries, nextCursor: null }, { display }));
  const nepal = await told({ locale: "en", timeZone: "Asia/Kathmandu" });
  expect(nepal.match(/[A-Z][a-z]+day, March \d, 2026/g)).toEqual([
    "Monday, March 2, 2026",
    "Sunday, March 1, 2026",
  ]);
  expect(nepal.match(/Times in Nepal Time/g)).toHaveLength(1);
  expect((await told()).match(/[A-Z][a-z]+day, March \d, 2026/g)).toEqual(["Sunday, March 1, 2026"]);
  expect(await told()).toContain("Times in UTC");
});

describe("its language", () => {
  const lines = (locale: string) => toHtml(feed(page(), { display: { locale, timeZone: "UTC" } }));

  it.each([
    ["en", '<div dir="ltr" lang="en">', "deleted the post"],
    ["en-GB", '<div dir="ltr" lang="en-GB">', "Sunday, 1 March 2026"],
    ["ar", '<div dir="rtl" lang="ar">', "المنشور"],
    ["de", '<div dir="ltr" lang="en">', "deleted the post"],
    ["<b>", '<div dir="ltr" lang="en">', "deleted the post"],
  ])("is said at its root: %s", async (locale, root, told) => {
    const markup = await lines(locale);
    expect(markup.startsWith(root)).toBe(true);
    expect(markup).toContain(told);
  });

  it("has the arrow of a change point onward", async () => {
    const entries = [entryOf({ changes: { title: { from: "a", to: "b" } } })];
    const told = (locale: string) =>
      toText(feed({ entries, nextCursor: null }, { display: { locale, timeZone: "UTC" } }));
    expect(await told("en")).toContain("a → b");
    expect(await told("ar")).toContain("a ← b");
  });

  it("has a word for all that the feed says", () => {
    expect(Object.keys(ar)).toEqual(Object.keys(en));
    const untranslated = Object.entries(ar).filter(
      ([key, text]) => !/\p{scx=Arabic}/u.test(text) && key !== "resource",
    );
    expect(untranslated.map(([key]) => key)).toEqual(["direction", "becomes", "general"]);
  });
});

describe("other pages", () => {
  it("are linked where the page knows its place", async () => {
    expect(await linksOn(feed(page("ne/xt"), { cursor: null }))).toEqual({
      "Older activity": "?cursor=ne%2Fxt",
    });
    expect(await linksOn(feed(page("next"), { cursor: "here" }))).toEqual({
      "Older activity": "?cursor=next",
      "Back to the newest": "?",
    });
    expect(await linksOn(feed(page(null), { cursor: "here" }))).toEqual({ "Back to the newest": "?" });
  });

  it("are not linked where it doesn't, nor on the last page", async () => {
    expect(await linksOn(feed(page("next")))).toEqual({});
    expect(await linksOn(feed(page(null), { cursor: null }))).toEqual({});
  });

  it("keep what else is in the address", async () => {
    const olderHref = (cursor: string) => `/admin/audit?q=cursor%3Anewest&cursor=${cursor}&size=9#log`;
    expect(await linksOn(feed(page("next"), { cursor: "here", olderHref }))).toEqual({
      "Older activity": "/admin/audit?q=cursor%3Anewest&amp;cursor=next&amp;size=9#log",
      "Back to the newest": "/admin/audit?q=cursor%3Anewest&amp;size=9#log",
    });
  });

  it("are not linked by an address that is none", async () => {
    const olderHref = (cursor: string) => `javascript:alert(1)?cursor=${cursor}`;
    expect(await linksOn(feed(page("next"), { cursor: "here", olderHref }))).toEqual({});
  });
});

describe("an empty feed says", () => {
  const told = (props: Partial<FeedProps>) => toText(feed(empty, props));

  it("when nothing has happened, and when nothing older has", async () => {
    expect(await told({})).toBe("Nothing has happened yet.");
    expect(await told({ cursor: null })).toBe("Nothing has happened yet.");
    expect(await told({ cursor: "here" })).toBe("Nothing older than this.Back to the newest");
    expect(await told({ display: { locale: "ar", timeZone: "UTC" } })).toBe("لم يحدث شيء بعد.");
  });

  it("what the application says of it", async () => {
    expect(await told({ emptyText: "No sign-ins yet." })).toBe("No sign-ins yet.");
  });

  it("that nothing matches, which is not that nothing happened", async () => {
    expect(await told({ hasFilter: true, emptyText: "No sign-ins yet." })).toBe("Nothing matches.");
  });

  it("what is archived", async () => {
    const archivedBefore = new Date("2026-01-01T00:00:00Z");
    expect(await told({ archivedBefore })).toContain(
      "What happened before January 1, 2026 at 00:00 is archived.",
    );
    expect(await toText(feed(page("next"), { archivedBefore }))).not.toContain("archived");
    expect(await toText(feed(page(null), { archivedBefore }))).toContain("archived");
  });
});

describe("a search that looked through what it may", () => {
  const searchedTo = new Date("2026-03-03T14:02:00Z");
  const props = { cursor: null, hasFilter: true };

  it("says how far back, and goes on", async () => {
    const found = { ...page("next"), searchedTo };
    expect(await toText(feed(found, props))).toContain("Searched back to March 3, 2026 at 14:02");
    expect(await linksOn(feed(found, props))).toEqual({ "Go on searching": "?cursor=next" });
  });

  it("says so of an empty page too, which is not the last", async () => {
    const text = await toText(feed({ ...empty, nextCursor: "next", searchedTo }, props));
    expect(text).toBe("Nothing matches so far.Searched back to March 3, 2026 at 14:02Go on searching");
  });

  it("is at its end like any other", async () => {
    expect(await toText(feed({ ...empty, searchedTo }, props))).toBe("Nothing matches.");
  });
});

it("says that it failed, keeps the page around it whole, and tells no value", async () => {
  const reported: unknown[] = [];
  const { error } = console;
  console.error = (...values) => void reported.push(...values);
  onTestFinished(() => void (console.error = error));
  const load = () => Promise.reject(new Error("Failed query: params: CANARY"));
  const markup = await toHtml(
    <main>
      <h1>Q3 plan</h1>
      <AuditLogFeed load={load} />
    </main>,
  );
  expect(markup).toContain("<h1>Q3 plan</h1>");
  expect(markup).toMatch(/role="alert"[^>]*>The activity can’t be shown just now/);
  await toHtml(
    <AuditLogFeed
      load={() => {
        throw new Error("CANARY");
      }}
    />,
  );
  expect(new Set(reported)).toEqual(
    new Set([JSON.stringify({ level: "error", event: "audit_log.feed_failed" })]),
  );
});

it("has a skeleton that says so, once", async () => {
  expect(await toText(<AuditLogSkeleton />)).toBe("Loading the activity…");
  expect((await toHtml(<AuditLogSkeleton entries={5} />)).match(/animate-pulse/g)).toHaveLength(5);
});

it("needs no client component: only the live line is one, which no part of the feed uses", async () => {
  const folders = ["components/auditLog", "components/ui"];
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((file) => path.join(folder, file)),
    ),
  );
  const files = names.flat().filter((file) => /\.tsx?$/.test(file) && !file.endsWith("AuditLogLive.tsx"));
  expect(files.length).toBeGreaterThan(15);
  for (const file of files)
    expect(await readFile(file, "utf8"), file).not.toMatch(/["']use client["']|from "[^"]*AuditLogLive"/);
});
