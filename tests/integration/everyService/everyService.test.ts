import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { z } from "zod";
import type { Case } from "./cases";
import { contentCases } from "./content.cases";
import { organizationCases } from "./organization.cases";
import { peopleCases } from "./people.cases";
import { createWorld, type World } from "./world";

const cases: Record<string, Case> = { ...contentCases, ...organizationCases, ...peopleCases };

// Not business: the log itself; who may do what; and steps that only other services take, in their own
// transaction and under their own entry.
const withoutEntries = new Set([
  "auditLogService.log",
  "auditLogService.changes",
  "auditLogService.occurringAt",
  "auditLogService.createPartitions",
  "auditLogService.maintain",
  "auditLogService.maintainDaily",
  "auditLogService.close",
  "auditLogService.flush",
  "auditLogService.logMany",
  "auditLogService.logRequired",
  // Tested in tests/integration/auditLog.logRead.test.ts.
  "auditLogService.logRead",
  "auditLogExportService.close",
  // Its caller records it first: tests/e2e/tenants.reads.test.ts, tests/integration/auditLog.exportRoute.test.ts.
  "auditLogExportService.exportEntries",
  // Its caller records it first: tests/integration/auditLog.importCommand.test.ts.
  "auditLogImportService.importEntries",
  "auditLogLiveService.close",
  "auditLogService.redeliver",
  "auditLogService.replayDeadLetters",
  "auditLogService.replaySpool",
  "auditLogService.start",
  "accessService.deny",
  "accessService.denyNotFound",
  "authService.endSessions",
  // better-auth's own endpoints: what they record is in tests/integration/auth.*.
  "handleAuthRequest",
  "organizationService.change",
  "postsOfProjectService.lock",
  "projectService.lockForPosts",
]);
// Named one by one, so that a new method is a mutating one until it is said not to be.
const reading = new Set([
  "accessService.auditAccess",
  "accessService.can",
  "accessService.requireMembership",
  "accessService.requireOrganization",
  "accessService.requirePermission",
  "accessService.requirePlatformAdmin",
  "auditLogExportService.runningExports",
  "auditLogImportService.previewEntries",
  "auditLogLiveService.follow",
  "auditLogLiveService.mark",
  "auditLogService.bucketEdges",
  "auditLogService.deadLetters",
  "auditLogService.findFirst",
  "auditLogService.formFromQuery",
  "auditLogService.formatQuery",
  "auditLogService.getEntry",
  "auditLogService.getForActor",
  "auditLogService.getForRequest",
  "auditLogService.getForResource",
  "auditLogService.hashForSearch",
  "auditLogService.health",
  "auditLogService.histogram",
  "auditLogService.parseQuery",
  "auditLogService.queryFromForm",
  "auditLogService.search",
  "auditLogService.summarizeActor",
  "auditLogService.summarizeResource",
  "auditLogService.withTerm",
  "auditLogService.withWindow",
  "auditLogService.withoutTerm",
  "authService.getCurrentUser",
  "authService.getUserFromRequest",
  "billingService.get",
  "organizationService.getHomeOf",
  "organizationService.getIdsOf",
  "organizationService.getMember",
  "organizationService.list",
  "organizationService.listAll",
  "organizationService.listInvitations",
  "organizationService.listExistingMembers",
  "organizationService.listMembers",
  "organizationService.requireNotSoleOwner",
  "postService.get",
  "postService.list",
  "postService.listExisting",
  "profileService.getMany",
  "projectService.get",
  "projectService.list",
  "projectService.listExisting",
  "getCurrentUser",
  "getUserFromRequest",
  "parseInput",
  "userService.exists",
  "userService.list",
]);
const businessTables = [
  "users",
  "sessions",
  "accounts",
  "organizations",
  "members",
  "invitations",
  "projects",
  "posts",
  "subscriptions",
];

type Entry = {
  action: string;
  actorId: string | null;
  resourceType: string;
  resourceId: string;
  outcome: string;
};

let sql: postgres.Sql;
let world: World;

beforeAll(async () => {
  sql = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
  world = await createWorld();
});
afterAll(async () => {
  await auditLogService.close();
  await sql.end();
});

describe("every exported mutating method of every service", () => {
  it("has a case below", async () => {
    const mutating = (await everyMethod()).filter((name) => !reading.has(name) && !withoutEntries.has(name));
    expect(mutating.toSorted()).toEqual(Object.keys(cases).toSorted());
  });

  it.each(Object.entries(cases))("%s leaves exactly one entry", async (_name, { prepare }) => {
    const { call, expected } = await prepare(world);
    const entries = await entriesOf(call);
    expect(entries).toHaveLength(1);
    const [entry] = entries;
    const actorId = expected.actorId === "itself" ? entry?.resourceId : expected.actorId;
    expect(entry).toMatchObject({ ...expected, actorId, outcome: "success" });
  });

  it.each(only("refused"))("%s leaves none when validation refuses it", async (_name, arrange) => {
    const call = await arrange(world);
    const entries = await entriesOf(() =>
      expect(call()).rejects.toMatchObject({ name: "ServiceError", code: "invalid_input" }),
    );
    expect(entries).toEqual([]);
  });

  it.each(only("unchanged"))("%s leaves none when nothing changes", async (_name, arrange) => {
    const call = await arrange(world);
    expect(await entriesOf(call)).toEqual([]);
  });

  it.each(Object.entries(cases))("%s leaves none when it rolls back", async (name, { prepare }) => {
    const { call } = await prepare(world);
    const failed: unknown[] = [];
    const attempt = () => call().catch((error: unknown) => failed.push(error));
    expect(await entriesOf(() => failingCommits(attempt))).toEqual([]);
    // better-auth signs out in the browser even where the session's row can't be deleted.
    expect(failed).toHaveLength(name === "authService.signOut" ? 0 : 1);
  });
});

function only(which: "refused" | "unchanged") {
  return Object.entries(cases).flatMap(([name, { [which]: arrange }]) =>
    typeof arrange === "function" ? [[name, arrange] as const] : [],
  );
}

async function everyMethod(): Promise<string[]> {
  const modules = import.meta.glob<Record<string, unknown>>("/modules/**/*.service.ts");
  const loaded = await Promise.all(Object.values(modules).map((load) => load()));
  return loaded.flatMap((exports) => Object.entries(exports).flatMap(namesOf));
}

/** A service's methods, and any function that stands beside it: every way in. */
function namesOf([name, exported]: [string, unknown]): string[] {
  if (typeof exported === "function") return [name];
  if (typeof exported !== "object" || exported === null || exported instanceof z.ZodType) return [];
  return Object.keys(exported).map((method) => `${name}.${method}`);
}

async function entriesOf(call: () => Promise<unknown>): Promise<Entry[]> {
  const [last] = await sql<{ id: string | null }[]>`select max(id::text) as id from audit_logs`;
  await call();
  return sql<Entry[]>`
    select action, outcome, actor_id as "actorId", resource_type as "resourceType", resource_id as "resourceId"
    from audit_logs where id::text > ${last?.id ?? ""} order by id`;
}

/** Every change of a business table fails when its transaction commits: after all its statements succeeded. */
async function failingCommits(during: () => Promise<unknown>): Promise<void> {
  await sql`create function fail_commit() returns trigger language plpgsql as $$ begin raise 'no commit'; end $$`;
  for (const table of businessTables) {
    await sql`create constraint trigger fail_commit after insert or update or delete on ${sql(table)}
      deferrable initially deferred for each row execute function fail_commit()`;
  }
  try {
    await during();
  } finally {
    await sql`drop function fail_commit() cascade`;
  }
}
