import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoAccounts, demoPassword } from "@/modules/auth/demoAccounts.types";
import { seedDatabase } from "@/db/seed";
import { toSentence } from "@/components/auditLog/sentence";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry, AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { isRepeat } from "@/modules/auditLog/reading/repeats.types";
import { authService } from "@/modules/auth/auth.service";
import { Browser } from "./authSupport";

let sql: postgres.Sql;

beforeAll(async () => {
  sql = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
  // Two processes that start at once on one empty database.
  await Promise.all([seedDatabase(), seedDatabase()]);
}, 120_000);
afterAll(async () => {
  await auditLogService.close();
  await sql.end();
});

it("tells the last ninety days of two organizations in a few hundred entries", async () => {
  const [told] = await sql<Record<string, number>[]>`
    select count(*)::int as entries,
      count(distinct organization_id) filter (where organization_id <> '')::int as tenants,
      extract(day from now() - min(created_at))::int as days,
      count(*) filter (where created_at > now())::int as future,
      count(*) filter (where tableoid = 'audit_logs_default'::regclass)::int as defaulted
    from audit_logs`;
  expect(told).toMatchObject({ tenants: 2, future: 0, defaulted: 0 });
  expect(told?.entries).toBeGreaterThan(200);
  expect(told?.entries).toBeLessThan(1_000);
  expect(told?.days).toBeGreaterThanOrEqual(88);
});

it("tells it in an order that can have been", async () => {
  const rows = await sql<{ action: string; type: string; id: string; impersonated: boolean }[]>`
    select action, resource_type as type, resource_id as id, impersonator_id is not null as impersonated
    from audit_logs where outcome = 'success' order by audit_logs.id`;
  const made = new Set<string>();
  let isActing = false;
  for (const { action, type, id, impersonated } of rows) {
    if (action === "auth.impersonation.started") isActing = true;
    if (action === "auth.impersonation.stopped") isActing = false;
    expect(impersonated).toBe(isActing && !action.startsWith("auth.impersonation."));
    if (type !== "post" && type !== "project") continue;
    if (action.endsWith(".created")) made.add(id);
    expect(made.has(id), `${action} ${id}`).toBe(true);
    if (action.endsWith(".deleted")) made.delete(id);
  }
  expect(isActing).toBe(false);
});

it("changes nothing when it runs again", async () => {
  const [before] = await sql`select count(*) from audit_logs`;
  await seedDatabase();
  expect(await sql`select count(*) from audit_logs`).toEqual([before]);
});

it("can be read as sentences, all but what an earlier release did", async () => {
  const general = (await everything()).filter((entry) => toSentence(entry).isGeneral);
  expect(general.map(({ action }) => action)).toEqual(["post.review_due", "post.unpublished"]);
});

it("has a post whose feed tells all that a feed can", async () => {
  const [plan] = await sql<{ id: string }[]>`select id from posts where title = 'Launch plan 2026'`;
  const { entries } = await auditLogService.getForResource("post", plan?.id ?? "", { limit: 100 });
  const told = entries.map(({ actorType, actorName, impersonatorName, action, outcome }) =>
    [action, outcome, actorType, actorName, impersonatorName].filter((part) => part !== null).join(" "),
  );
  expect(told).toEqual([
    ...entries.slice(0, 4).map(() => "post.updated success user Carla Mendes"),
    "post.published success user Bo Chen",
    "post.updated failure api_key Website sync",
    "post.deleted denied user Carla Mendes",
    "post.updated success user Bo Chen Priya Natarajan",
    "post.review_due success system",
    "post.moved success user Ana Lindqvist",
    "post.unpublished success user Bo Chen",
    "post.published success api_key Website sync",
    "post.updated success user Devon Ward",
    "post.created success user Bo Chen",
  ]);
  expect(
    entries.slice(0, 4).every((entry, at) => at === 0 || isRepeat(entries[at - 1] ?? entry, entry)),
  ).toBe(true);
});

it("fills more than a page of a project's feed, and tells something of every week", async () => {
  const [project] = await sql<{ id: string }[]>`select id from projects where name = 'Website 2026'`;
  const page = await auditLogService.getForResource("project", project?.id ?? "", { limit: 25 });
  expect(page.nextCursor).not.toBeNull();
  const weeks = await sql`
    select count(*) from audit_logs where organization_id <> '' group by date_trunc('week', created_at)`;
  expect(weeks.length).toBeGreaterThanOrEqual(12);
});

/** Newest first. */
async function everything(): Promise<AuditLogEntry[]> {
  const entries: AuditLogEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: AuditLogPage = await auditLogService.search(
      { allOrganizations: true },
      { cursor, limit: 100 },
    );
    entries.push(...page.entries);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return entries;
}

it.each(demoAccounts)("lets $name sign in", async ({ email, name }) => {
  const browser = new Browser();
  browser.keep(await authService.signIn({ email, password: demoPassword }, browser));
  expect(await browser.actor()).toMatchObject({ name });
});
