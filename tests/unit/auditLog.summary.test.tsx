import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AuditLogSummary } from "@/components/auditLog/history/AuditLogSummary";
import { AuditLogSummarySkeleton } from "@/components/auditLog/history/AuditLogSummarySkeleton";
import type { Ranking } from "@/components/auditLog/history/Occurrences";
import type { HistorySummary } from "@/modules/auditLog/search/search.types";
import { toHtml, toText } from "./renderSupport";

const known: HistorySummary = {
  first: new Date("2021-03-01T10:20:30.400Z"),
  last: new Date("2026-03-01T10:20:30.400Z"),
  counted: 1_234,
  isPartial: false,
  actions: [
    { value: "post.updated", name: null, entries: 1_200 },
    { value: "post.deleted", name: null, entries: 34 },
  ],
  actors: [{ value: "id-1", name: "Ana", entries: 5 }],
  addresses: [{ value: "203.0.113.9", name: null, entries: 7 }],
};

const everything: Ranking[] = [
  { of: "actions", href: (action) => `/search?${new URLSearchParams({ q: `action:${action}` }).toString()}` },
  { of: "actors", href: (id) => `/actors/${encodeURIComponent(id)}` },
  { of: "addresses" },
];

function summary(change: Partial<HistorySummary> = {}, rankings = everything) {
  return <AuditLogSummary load={() => Promise.resolve({ ...known, ...change })} rankings={rankings} />;
}

it("tells the first and the newest, how many, and what recurs, most often first", async () => {
  expect(await toText(summary())).toBe(
    [
      "First entryMar 1, 2021, 10:20:30 UTC",
      "Newest entryMar 1, 2026, 10:20:30 UTC",
      "Entries1,234",
      "Most frequent actionspost.updated1,200 ×post.deleted34 ×",
      "Most frequent actorsAna5 ×",
      "Addresses used203.0.113.97 ×",
    ].join(""),
  );
});

it("leads from a value to its entries, where they can be searched for", async () => {
  const hrefs = [...(await toHtml(summary())).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(hrefs).toEqual([
    "/search?q=action%3Apost.updated",
    "/search?q=action%3Apost.deleted",
    "/actors/id-1",
  ]);
});

it("says of how many it speaks where there are more", async () => {
  const text = await toText(summary({ counted: 5_000, isPartial: true }));
  expect(text).toContain("EntriesMore than 5,000");
  expect(text.match(/Of the newest 5,000 entries/g)).toHaveLength(3);
});

it("leaves out what isn't asked for or known, and says where there is nothing", async () => {
  expect(await toText(summary({}, [{ of: "actions" }]))).not.toMatch(/Addresses|actors/);
  expect(await toText(summary({ addresses: [] }))).not.toContain("Addresses");
  expect(await toText(summary({ first: null, last: null }))).toMatch(/^Entries/);
  expect(await toText(summary({ counted: 0 }))).toBe("There is nothing to sum up yet.");
});

it("speaks the viewer's language, by their clock", async () => {
  const display = { locale: "ar", timeZone: "Asia/Kathmandu" };
  const html = await toHtml(
    <AuditLogSummary display={display} load={() => Promise.resolve(known)} rankings={everything} />,
  );
  expect(html).toMatch(/^<div[^>]*dir="rtl"[^>]*lang="ar"/);
  expect(html).toContain("16:05:30");
  expect(html).toContain("الإجراءات الأكثر تكرارًا");
  expect(html).toMatch(/<code[^>]*dir="ltr"[^>]*>203\.0\.113\.9</);
});

it("names each list by its heading", async () => {
  const html = await toHtml(summary());
  const labelled = [...html.matchAll(/<ul aria-labelledby="([^"]*)"/g)].map(([, id = ""]) => id);
  expect(new Set(labelled).size).toBe(3);
  for (const id of labelled) expect(html).toContain(`id="${id}"`);
});

describe("a failure", () => {
  it("is said in its place, and told without what was asked for", async () => {
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => written.mockRestore());
    const failing = () => Promise.reject(new Error("Failed query: select CANARY"));
    const html = await toHtml(<AuditLogSummary load={failing} rankings={everything} />);
    expect(html).toMatch(/<p[^>]*role="alert"[^>]*>The summary can’t be shown just now/);
    expect(written.mock.calls).toEqual([['{"level":"error","event":"audit_log.summary_failed"}']]);
  });
});

it.each(["<script>alert(1)</script>", "\u202Egpj.exe", "a\u200Bb", "a\r\nb", "javascript:alert(1)"])(
  "shows the hostile value %j and nothing else",
  async (hostile) => {
    const each = [{ value: hostile, name: hostile, entries: 1 }];
    const html = await toHtml(
      summary({ actions: [{ value: hostile, name: null, entries: 1 }], actors: each, addresses: each }, [
        { of: "actions" },
        { of: "actors" },
        { of: "addresses" },
      ]),
    );
    expect(html).not.toMatch(/<script|href=|[\u202E\u200B]/);
  },
);

it("has a skeleton that says so, once", async () => {
  expect(await toText(<AuditLogSummarySkeleton />)).toBe("Loading the summary…");
});
