import { describe, expect, it } from "vitest";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry, AuditLogPage, TenantScope } from "@/modules/auditLog/auditLog.types";
import type { AuditLogFilter } from "@/modules/auditLog/search/search.types";
import { toHtml } from "@/tests/unit/renderSupport";
import { entry, freshId } from "./auditLogSupport";

const halfHour = 1_800_000;
const now = new Date("2026-11-20T12:00:00Z");

/** The day of an instant in a zone, by the tables of ICU; the query line goes by others. */
function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(at);
}

/** An entry at each half hour from a day before a day to a day after it, and those of the day. */
async function logAround(day: string, timeZone: string) {
  const organizationId = freshId("org");
  const noon = Date.parse(`${day}T12:00:00Z`);
  const instants = Array.from({ length: 160 }, (_, at) => new Date(noon + (at - 80) * halfHour));
  const inputs = instants.map((occurredAt) => entry({ organizationId, occurredAt }));
  const receipts = await auditLogService.logMany(inputs);
  const ids = instants.flatMap((at, index) => (dayOf(at, timeZone) === day ? [receipts[index]?.id] : []));
  return { scope: { organizationId }, ids: ids.toReversed() };
}

async function findAll(scope: TenantScope, filter?: AuditLogFilter): Promise<AuditLogEntry[]> {
  const entries: AuditLogEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: AuditLogPage = await auditLogService.search(scope, {
      cursor,
      limit: 23,
      ...(filter && { filter }),
    });
    entries.push(...page.entries);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return entries;
}

/** The entries of each day of a feed, by its heading. */
async function feedDays(entries: AuditLogEntry[], timeZone: string): Promise<string[][]> {
  const load = () => Promise.resolve({ entries, nextCursor: null });
  const html = await toHtml(<AuditLogFeed display={{ locale: "en", timeZone }} load={load} />);
  const days = html.split("<h3").slice(1);
  return days.map((day) => [...day.matchAll(/data-entry-id="([^"]+)"/g)].map(([, id = ""]) => id));
}

/** The days on which clocks are put forward or back, and an ordinary one; in half hours. */
const days: [string, string, number][] = [
  ["America/New_York", "2026-03-08", 46],
  ["America/New_York", "2026-11-01", 50],
  ["Europe/Berlin", "2026-03-29", 46],
  ["Europe/Berlin", "2026-10-25", 50],
  // By half an hour.
  ["Australia/Lord_Howe", "2026-10-04", 47],
  ["Australia/Lord_Howe", "2026-04-05", 49],
  // At midnight: one day begins at one o'clock, another has its last hour twice.
  ["America/Santiago", "2026-09-06", 46],
  ["America/Santiago", "2026-04-04", 50],
  ["Africa/Cairo", "2026-04-24", 46],
  ["Africa/Cairo", "2026-10-29", 50],
  // Quarters of an hour from UTC.
  ["Asia/Kathmandu", "2026-08-01", 48],
  ["UTC", "2026-08-01", 48],
];

describe.each(days)("in %s, %s", (timeZone, day, halfHours) => {
  it(`holds what happened in its ${halfHours / 2} hours: in a search, in the histogram, in a feed`, async () => {
    const { scope, ids } = await logAround(day, timeZone);
    expect(ids).toHaveLength(halfHours);

    const clock = { timeZone, now };
    const { filter, errors } = auditLogService.parseQuery(`created:${day}`, clock);
    expect(errors).toEqual([]);
    const found = (await findAll(scope, filter)).map(({ id }) => id);
    expect(found).toEqual(ids);

    const { edges, windows } = auditLogService.bucketEdges(filter, clock);
    const bars = await auditLogService.histogram(scope, { filter, edges });
    expect(bars.reduce((sum, { entries }) => sum + entries, 0)).toBe(halfHours);
    const linked = await Promise.all(
      windows.map(async (window) => {
        const query = auditLogService.parseQuery(auditLogService.withWindow("", window), clock);
        return (await findAll(scope, query.filter)).length;
      }),
    );
    expect(linked).toEqual(bars.map(({ entries }) => entries));

    const inFeed = await feedDays(await findAll(scope), timeZone);
    expect(inFeed.find((listed) => listed.includes(ids[0] ?? ""))).toEqual(ids);
  });

  it("ends where the next one begins", async () => {
    const { scope } = await logAround(day, timeZone);
    const count = async (window: string) => {
      const { filter } = auditLogService.parseQuery(`created:${window}`, { timeZone, now });
      return (await findAll(scope, filter)).length;
    };
    expect((await count(`<${day}`)) + halfHours + (await count(`>${day}`))).toBe(160);
    expect(await count(`<=${day}`)).toBe((await count(`<${day}`)) + halfHours);
  });
});
