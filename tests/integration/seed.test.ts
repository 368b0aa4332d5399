import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoAccounts, demoPassword } from "@/modules/auth/demoAccounts.types";
import { seedDatabase } from "@/db/seed";
import { toSentence } from "@/components/auditLog/sentence";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
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

it("can be read as sentences, each of them", async () => {
  const { entries } = await auditLogService.search({ allOrganizations: true }, { limit: 100 });
  const generic = entries.filter((entry) => {
    const [first, second] = toSentence(entry);
    return typeof first === "object" && typeof second === "string" && second.startsWith(": ");
  });
  expect(entries).toHaveLength(100);
  expect(generic).toEqual([]);
});

it.each(demoAccounts)("lets $name sign in", async ({ email, name }) => {
  const browser = new Browser();
  browser.keep(await authService.signIn({ email, password: demoPassword }, browser));
  expect(await browser.actor()).toMatchObject({ name });
});
