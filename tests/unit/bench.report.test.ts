import { describe, expect, it } from "vitest";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { requirePages, requirePlain } from "@/tests/bench/log/verify";
import { toMarkdown } from "@/tests/bench/markdown";
import { inTurn } from "@/tests/bench/measure";
import { summarize, type Row } from "@/tests/bench/summary";
import { judge, type Target } from "@/tests/bench/targets";

const upTo = (count: number, factor = 1) => Array.from({ length: count }, (_, at) => (at + 1) * factor);

describe("a summary", () => {
  it("gives quantiles, and ratios to the first sample", () => {
    const [baseline, twice] = summarize([
      { name: "one", values: upTo(200) },
      { name: "two", values: upTo(200, 2) },
    ]);
    expect(baseline).toMatchObject({
      median: 101,
      p25: 51,
      p75: 151,
      p99: 199,
      ratio: 1,
      lowest: 1,
      highest: 1,
    });
    expect(twice).toMatchObject({ median: 202, ratio: 2, lowest: 2, highest: 2 });
  });

  it("compares the same part of the run where one was measured less often", () => {
    const rising = summarize([
      { name: "each time", values: upTo(100) },
      { name: "now and then", values: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100] },
    ])[1];
    expect(rising?.lowest).toBeGreaterThan(1);
    expect(rising?.highest).toBeLessThan(2);
  });
});

function row(name: string, median: number, p99: number): Row {
  return { name, median, p25: median, p75: median, p99, ratio: median / 2, lowest: 1, highest: 1 };
}

const rows = [row("by primary key", 2, 4), row("this log", 3, 12), row("plain", 300, 400)];
const unit = "ms";

describe("a target", () => {
  it.each<[Target, number, boolean]>([
    [{ row: "this log", bound: "at most", ratio: 1.5 }, 1.5, true],
    [{ row: "this log", bound: "at most", ratio: 1.4 }, 1.5, false],
    [{ row: "this log", bound: "at most", p99Ratio: 2.5 }, 3, false],
    [{ row: "this log", bound: "at most", p99: 12 }, 12, true],
    [{ row: "this log", bound: "at most", ratio: 1.2, beside: "plain" }, 0.01, true],
    [{ row: "plain", bound: "at least", ratio: 100, beside: "this log" }, 100, true],
    [{ row: "plain", bound: "at least", ratio: 101, beside: "this log" }, 100, false],
  ])("%j: %d", (target, found, isMet) => {
    expect(judge(target, { rows, unit })).toMatchObject({ found, isMet });
  });

  it("is missed where what it names was not measured", () => {
    const missing = { found: null, isMet: false };
    expect(judge({ row: "nobody", bound: "at most", ratio: 9 }, { rows, unit })).toMatchObject(missing);
    const beside = { row: "plain", bound: "at most", ratio: 9, beside: "nobody" } as const;
    expect(judge(beside, { rows, unit })).toMatchObject(missing);
    expect(
      judge({ row: "empty", bound: "at most", p99: 9 }, { rows: [row("empty", 1, Number.NaN)], unit }),
    ).toMatchObject(missing);
  });

  it("says in words what was meant, and what was found", () => {
    const target = { row: "plain", bound: "at least", ratio: 100, beside: "this log" } as const;
    expect(judge(target, { rows, unit }).text).toBe(
      "Target for plain, beside this log: ratio at least 100. This run: 100, met.",
    );
  });
});

describe("a run as Markdown", () => {
  it("has every table and target, and what it was measured on", () => {
    const verdicts = [judge({ row: "this log", bound: "at most", ratio: 1.4 }, { rows, unit })];
    const table = { scenario: "reads", title: "A | B", unit, rows, verdicts };
    const results = {
      at: "2026-11-22T10:00:00.000Z",
      options: "--long",
      rows: 5,
      machine: { cores: "2" },
      tables: [table],
    };
    expect(toMarkdown(results)).toBe(`2026-11-22; \`npm run bench -- --long\`; cores: 2.

| | median | p25 | p75 | p99 | ratio | by parts |
|---|--:|--:|--:|--:|--:|--:|
| **A \\| B, ms** | | | | | | |
| by primary key | 2.00 | 2.00 | 2.00 | 4.00 | 1.00 |  |
| this log | 3.00 | 3.00 | 3.00 | 12.0 | 1.50 | 1.00–1.00 |
| plain | 300 | 300 | 300 | 400 | 150 | 1.00–1.00 |

- A | B. Target for this log: ratio at most 1.4. This run: 1.50, missed.
`);
  });
});

describe("rounds", () => {
  it("run each thing in turn, the first twice, and what takes long in some of them only", async () => {
    const calls = { often: 0, seldom: 0 };
    const samples = await inTurn(
      [
        { name: "often", run: () => Promise.resolve(calls.often++) },
        { name: "seldom", run: () => Promise.resolve(calls.seldom++), every: 5 },
      ],
      { rounds: 20 },
    );
    expect(calls).toEqual({ often: 40, seldom: 4 });
    expect(samples.map(({ name, values }) => [name, values.length])).toEqual([
      ["often", 18],
      ["often, again", 18],
      ["seldom", 3],
    ]);
  });
});

const entry: AuditLogEntry = {
  id: "",
  organizationId: "acme",
  actorType: "user",
  actorId: "u1",
  actorName: "Ana",
  impersonatorId: null,
  impersonatorName: null,
  action: "post.updated",
  outcome: "success",
  resourceType: "post",
  resourceId: "p1",
  resourceName: null,
  changes: null,
  metadata: {},
  ip: null,
  userAgent: null,
  requestId: null,
  createdAt: new Date(0),
  recordedAt: new Date(0),
};

describe("what is measured", () => {
  const ids = ["01a2020a-40eb-7ffb-855e-3c2e9d63056b", "01a2020a-40ea-7ff5-8408-06c6f25b6e63"];
  const at = [0x01a2020a40eb, 0x01a2020a40ea].map((milliseconds) => ({ createdAt: new Date(milliseconds) }));
  const keys = ids.map((id) => ({ id, organizationId: "acme" }));
  const entries = ids.map((id) => ({ ...entry, id }));
  const page = { entries, nextCursor: null };

  it("is a page of the very entries, in their order and field by field", () => {
    expect(() => requirePages({ keys, page, byKey: entries })).not.toThrow();
    const turned = { ...page, entries: entries.toReversed() };
    expect(() => requirePages({ keys, page: turned, byKey: entries })).toThrow("newest");
    expect(() => requirePages({ keys, page: { ...page, entries: [] }, byKey: entries })).toThrow("newest");
    const renamed = entries.map((each) => ({ ...each, actorName: "Bo" }));
    expect(() => requirePages({ keys, page, byKey: renamed })).toThrow("by key");
    expect(() => requirePages({ keys, page: { ...page, nextCursor: "more" }, byKey: entries })).toThrow(
      "last",
    );
    expect(() => requirePages({ keys: [], page: { ...page, entries: [] }, byKey: [] })).toThrow("empty");
  });

  it("is a plain page of the same instants", () => {
    expect(() => requirePlain(keys, at)).not.toThrow();
    expect(() => requirePlain(keys, at.toReversed())).toThrow("plain");
    expect(() => requirePlain(keys, at.slice(1))).toThrow("plain");
  });
});
