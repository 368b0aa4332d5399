import { describe, expect, it } from "vitest";
import { AuditLogHealthPanel } from "@/components/auditLog/AuditLogHealthPanel";
import type { AuditLogHealth } from "@/modules/auditLog/auditLog.types";
import { adviceOn } from "@/modules/auditLog/errorCodes.types";
import { toHtml, toText } from "./renderSupport";

const at = "2026-03-01T10:20:30.400Z";
const healthy: AuditLogHealth = {
  status: "ok",
  accepted: 1234,
  stored: 1234,
  spooled: 0,
  dead: 0,
  dropped: 0,
  pending: 0,
  oldestWaiting: null,
  lastError: null,
  spool: { bytes: 0, maxBytes: 512 * 2 ** 20 },
};

const panel = (
  change: Partial<AuditLogHealth> = {},
  deadLetters: { id: string; code: string; at: string }[] = [],
) => <AuditLogHealthPanel deadLetters={deadLetters} health={{ ...healthy, ...change }} />;

describe("the state", () => {
  const waiting = { status: "degraded", spooled: 3, oldestWaiting: at } as const;
  const dead = { status: "degraded", dead: 1 } as const;
  const filling = { status: "degraded", spool: { bytes: 500 * 2 ** 20, maxBytes: 512 * 2 ** 20 } } as const;
  const losing = { status: "failing", dropped: 2 } as const;
  const away = { status: "degraded" } as const;
  const stuck = { status: "failing" } as const;

  it.each([
    [{}, "In order", "stored as they happen"],
    [waiting, "Delayed", "No entry is lost. Some wait on disk"],
    [dead, "Delayed", "Some the database refused"],
    [filling, "Delayed", "More than half of the room on disk is used"],
    [away, "Delayed", "does not take entries just now"],
    [losing, "Failing", "Each is one sealed line"],
    [stuck, "Failing", "Entries can neither be stored nor put on disk now"],
  ])("%o is told in words", async (change, title, explanation) => {
    const text = await toText(panel(change));
    expect(text).toContain(title);
    expect(text).toContain(explanation);
  });

  it("has an icon of its own, and interrupts a screen reader only when it fails", async () => {
    const icons = [healthy, waiting, losing].map(async (change) => {
      const html = await toHtml(panel(change));
      return { svg: /<svg.*?<\/svg>/s.exec(html)?.[0], role: /role="(\w+)"/.exec(html)?.[1] };
    });
    const [ok, degraded, failing] = await Promise.all(icons);
    expect(new Set([ok?.svg, degraded?.svg, failing?.svg, undefined]).size).toBe(4);
    expect([ok?.role, degraded?.role, failing?.role]).toEqual(["status", "status", "alert"]);
  });

  it("does not speak of what isn't the case", async () => {
    const text = await toText(panel());
    for (const absent of ["oldest", "Last error", "Dead letters"]) expect(text).not.toContain(absent);
    expect(await toText(panel(waiting))).not.toContain("refused;");
  });
});

it("counts", async () => {
  const html = await toHtml(
    panel({
      accepted: 12_345,
      stored: 12_000,
      spooled: 300,
      dead: 40,
      dropped: 5,
      pending: 7,
      spool: { bytes: 1_572_864, maxBytes: 2 ** 29 },
    }),
  );
  const shown = [...html.matchAll(/<dt[^>]*>([^<]*)<\/dt><dd[^>]*>([^<]*)<\/dd>/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(shown).toEqual([
    ["Accepted", "12,345"],
    ["Stored", "12,000"],
    ["Waiting on disk", "300"],
    ["Refused", "40"],
    ["Dropped", "5"],
    ["Under way", "7"],
    ["Disk used", "1.5 MB of 512 MB"],
  ]);
});

it("tells since when the oldest entry waits", async () => {
  expect(await toHtml(panel({ status: "degraded", spooled: 1, oldestWaiting: at }))).toMatch(
    /The oldest entry that waits was put on disk.*<time[^>]*dateTime="2026-03-01T10:20:30.400Z"/s,
  );
});

describe("the last error", () => {
  it.each([
    ["ECONNREFUSED", "The database can’t be reached."],
    ["08006", "The database can’t be reached."],
    ["42703", "A column of the audit log is missing."],
    ["42P07", "not those of this release"],
    ["42501", "audit_log_grant"],
    ["55P03", "The audit table is locked."],
    ["57014", "canceled"],
    ["SPOOL_FULL", "AUDIT_LOG_SPOOL_MAX_MB"],
    ["EACCES", "The spool folder can’t be written."],
    ["ENOSPC", "The disk is full."],
    ["22P02", "refuses what this entry holds"],
    ["P0001", "refuses what this entry holds"],
    ["XX000", "no explanation here"],
    ["EPIPE", "The database can’t be reached."],
    ["constructor", "no explanation here"],
    ["UNKNOWN", "no explanation here"],
  ])("%s is shown with its meaning and what to do", async (code, expected) => {
    const text = await toText(panel({ lastError: { code, at } }));
    expect(text).toContain(code);
    expect(text).toContain(expected);
    const { meaning, remedy } = adviceOn(code);
    expect(meaning.length * remedy.length).toBeGreaterThan(0);
  });
});

describe("dead letters", () => {
  const letters = (count: number) =>
    Array.from({ length: count }, (_, each) => ({
      id: `019a0000-0000-7000-8000-${String(each).padStart(12, "0")}`,
      code: "22P02",
      at,
    }));

  it("are listed by id, code and instant", async () => {
    const html = await toHtml(panel({ status: "degraded", dead: 2 }, letters(2)));
    expect(html.match(/<li/g)).toHaveLength(2);
    expect(html).toMatch(
      /019a0000-0000-7000-8000-000000000001.*22P02.*<time[^>]*dateTime="2026-03-01T10:20:30.400Z"/s,
    );
  });

  it("are at most 20, and the rest is counted", async () => {
    expect((await toHtml(panel({}, letters(20)))).match(/<li/g)).toHaveLength(20);
    expect(await toText(panel({}, letters(20)))).not.toContain("more:");
    const html = await toHtml(panel({}, letters(1_021)));
    expect(html.match(/<li/g)).toHaveLength(20);
    expect(html.replaceAll(/<!--.*?-->/g, "")).toContain("And 1,001 more");
  });

  it("show nothing of what an entry holds, even where they are given it", async () => {
    const given = letters(1).map((letter) => ({ ...letter, record: { entry: { resource_name: "CANARY" } } }));
    expect(await toHtml(panel({ dead: 1 }, given))).not.toContain("CANARY");
  });
});
