import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./auditLogSupport";

const page = (nextCursor: string | null = null): AuditLogPage => ({
  entries: [entryOf({ id: "1" }), entryOf({ id: "2", action: "post.updated" })],
  nextCursor,
});
const empty: AuditLogPage = { entries: [], nextCursor: null };

function feed(given: AuditLogPage, cursor?: string | null) {
  return <AuditLogFeed cursor={cursor} load={() => Promise.resolve(given)} />;
}

it("is an ordered list of its entries", async () => {
  const markup = await toHtml(feed(page()));
  expect(markup).toMatch(/<ol[^>]*>.*<li[^>]*data-entry-id="1".*<li[^>]*data-entry-id="2".*<\/ol>/s);
  expect(markup).not.toContain("<script");
});

describe("older entries", () => {
  const link = 'href="?cursor=next"';

  it("are linked where the page knows its place", async () => {
    expect(await toHtml(feed(page("next"), null))).toContain(link);
    expect(await toHtml(feed(page("next"), "here"))).toContain(link);
  });

  it("are not linked where it doesn't, nor on the last page", async () => {
    expect(await toHtml(feed(page("next")))).not.toContain("<a ");
    expect(await toHtml(feed(page(null), "here"))).not.toContain("<a ");
  });
});

it("says when nothing has happened, and when nothing older has", async () => {
  expect(await toText(feed(empty))).toBe("Nothing has happened yet.");
  expect(await toText(feed(empty, null))).toBe("Nothing has happened yet.");
  expect(await toText(feed(empty, "here"))).toBe("Nothing older than this.");
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
  expect(reported).toEqual([JSON.stringify({ level: "error", event: "audit_log.feed_failed" })]);
});

it("has a skeleton that says so, once", async () => {
  expect(await toText(<AuditLogSkeleton />)).toBe("Loading the activity…");
  expect((await toHtml(<AuditLogSkeleton entries={5} />)).match(/animate-pulse/g)).toHaveLength(5);
});

it("needs no client component", async () => {
  const folders = ["components/auditLog", "components/ui"];
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((file) => path.join(folder, file))),
  );
  expect(files.flat().length).toBeGreaterThan(15);
  for (const file of files.flat())
    expect(await readFile(file, "utf8"), file).not.toMatch(/["']use client["']/);
});
