import { inspect } from "node:util";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { pages } from "@/modules/auditLog/reading/pool.repo";
import { connect, entry } from "./auditLogSupport";

const tenants = Array.from({ length: 12 }, (_, at) => `tenant${at}`);

beforeAll(async () => {
  for (const organizationId of tenants) {
    await auditLogService.logMany([entry({ organizationId }), entry({ organizationId })]);
  }
});

/** Whose entries each tenant's page holds, all asked for at once. */
const whose = () =>
  Promise.all(
    tenants.map(async (organizationId) => {
      const { entries } = await auditLogService.search({ organizationId });
      return [...new Set(entries.map((each) => each.organizationId))];
    }),
  );

const theirOwn = tenants.map((tenant) => [tenant]);

// The driver answers a statement that has to be prepared anew with the answer of another that waits behind it.
it.each([
  ["a column was altered", (): PromiseLike<unknown> => alter("varchar(100000)")],
  ["it was altered back", (): PromiseLike<unknown> => alter("text")],
  ["statements were forgotten", forget],
])("each tenant gets its own page, all at once, after %s", async (_what, change) => {
  expect(await whose()).toEqual(theirOwn);
  await change();
  for (let round = 0; round < 3; round++) expect(await whose()).toEqual(theirOwn);
});

function alter(type: string): PromiseLike<unknown> {
  return connect().unsafe(`alter table audit_logs alter column user_agent type ${type}`);
}

/** On each connection, as a pooler does between two clients. */
async function forget(): Promise<void> {
  await Promise.all(Array.from({ length: 8 }, () => pages().execute("deallocate all")));
}

it("reads once more where connections were lost", async () => {
  await whose();
  await connect()`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'audit_log_read' and datname = current_database()`;
  expect(await whose()).toEqual(theirOwn);
});

it("tells whose read it was that failed, and nothing of what was asked for", async () => {
  await connect()`alter table audit_logs rename column user_agent to renamed`;
  onTestFinished(
    async () => void (await connect()`alter table audit_logs rename column renamed to user_agent`),
  );
  const failed = await auditLogService
    .getForResource("post", "CANARY", { organizationId: "CANARY" })
    .catch(inspect);
  expect(failed).toContain("at Object.getForResource");
  expect(failed).toContain("42703");
  expect(failed).not.toContain("CANARY");
});
