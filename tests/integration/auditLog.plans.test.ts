import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { db } from "@/db/drizzle";
import * as auditLogRepo from "@/modules/auditLog/auditLog.repo";
import { connect } from "./auditLogSupport";

const node = z.object({
  "Node Type": z.string(),
  "Index Name": z.string().optional(),
  "Actual Rows": z.number(),
  "Actual Loops": z.number(),
  "Rows Removed by Filter": z.number().default(0),
  "Rows Removed by Join Filter": z.number().default(0),
  get Plans() {
    return z.array(node).optional();
  },
});
type Node = z.infer<typeof node>;
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: node })]) })]);

const limit = 51;
const rare = "rare";
const busy = "busy";
const [oldMonth, entries] = [3_000, 21_000];

// One busy actor, resource and tenant among many, and one of each that was last heard of in the oldest
// of seven months. Ids as UUIDv7, times spread evenly.
beforeAll(async () => {
  await db.execute(sql`
    with numbered as (
      select n, case when n % 100 = 0 and n < ${oldMonth} then ${rare} when n % 2 = 0 then ${busy}
          else 'other-' || n % 700 end as who,
        date_trunc('month', now() - interval '3 months') + n * interval '210 days' / ${entries} as at
      from generate_series(1, ${entries}) n),
    made as (
      select *, overlay(audit_log_first_id(at)::text placing '7' || lpad(to_hex(n % 4096), 3, '0') || '-8000-'
        || lpad(to_hex(n), 12, '0') from 15)::uuid as id from numbered),
    logged as (
      insert into audit_logs (id, organization_id, actor_type, actor_id, action, resource_type, resource_id, created_at)
      select id, who, 'user', who, 'post.updated', 'post', who, at from made)
    insert into audit_log_related select 'project', who, id, who from made where n % 3 > 0`);
  await db.execute(sql`vacuum analyze audit_logs`);
  await db.execute(sql`vacuum analyze audit_log_related`);
});

const newest = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const midway = `${Date.now().toString(16).padStart(12, "0").replace(/^.{8}/, "$&-")}-7000-8000-000000000000`;

type Case = { name: string; query: unknown; index?: RegExp };

function queriesOf(read: (who: string, cursor: string) => Omit<Case, "name">): Case[] {
  return [busy, rare, "nobody"].flatMap((who) => [
    { name: `${who}, the first page`, ...read(who, newest) },
    { name: `${who}, midway`, ...read(who, midway) },
  ]);
}

const actor = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByActor(who, { cursor, limit }),
  index: /_actor_id_/,
}));
const organization = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByOrganization(who, { cursor, limit }),
  index: /_organization_id_/,
}));
const everything = queriesOf((_who, cursor) => ({
  query: auditLogRepo.findAll({ cursor, limit }),
  index: /^audit_logs_\w+_pkey$/,
}));
const resource = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByResource("post", who, { cursor, limit }),
  index: /_resource_type_resource_id_|^audit_log_related_\w+_pkey$/,
}));
// An entry is looked up by id and organization, which either index holds.
const related = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByResource("project", who, { cursor, limit }),
  index: /_resource_type_resource_id_|_pkey$|_organization_id_/,
}));
const inTenant = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByActor(who, { cursor, limit, organizationId: who }),
}));
const resourceInTenant = queriesOf((who, cursor) => ({
  query: auditLogRepo.findByResource("post", who, { cursor, limit, organizationId: who }),
}));

const narrow = { readsTooMuch: [], otherIndexes: [], usesIndex: true };

describe.each(["force_custom_plan", "force_generic_plan"])("with %s", (mode) => {
  describe.each(Object.entries({ actor, organization, everything, resource, related, resourceInTenant }))(
    "by %s",
    (_by, queries) => {
      it.each(queries)("$name: its index alone, and little more than its page", async (each) => {
        expect(await judge(each, mode)).toEqual(narrow);
      });
    },
  );
});

// Drizzle prepares no statement that is not named, so that its plans are made for their values.
it.each(inTenant)("a tenant's actor, $name: little more than its page", async (each) => {
  expect(await judge(each, "force_custom_plan")).toEqual(narrow);
});

async function judge({ query, index = /./ }: Case, mode: string) {
  const nodes = await explain(query, mode);
  const used = nodes.flatMap((each) => each["Index Name"] ?? []);
  return {
    readsTooMuch: nodes.filter((each) => rowsRead(each) > 1_000).map((each) => each["Node Type"]),
    otherIndexes: used.filter((name) => !index.test(name)),
    usesIndex: used.length > 0,
  };
}

function rowsRead(each: Node): number {
  const perLoop = each["Actual Rows"] + each["Rows Removed by Filter"] + each["Rows Removed by Join Filter"];
  return perLoop * each["Actual Loops"];
}

async function explain(query: unknown, mode: string): Promise<Node[]> {
  const { sql: statement, params } = toSql(query);
  const client = connect();
  await client`select set_config('plan_cache_mode', ${mode}, false)`;
  await client.unsafe(`prepare page as ${statement}`);
  const values = params.map((value) => `'${String(value)}'`).join(", ");
  const rows = await client.unsafe(`explain (analyze, format json) execute page(${values})`);
  const [row] = explained.parse([...rows]);
  return flatten(row["QUERY PLAN"][0].Plan);
}

function flatten(root: Node): Node[] {
  // What was never run, e.g. a partition pruned at run time, read nothing.
  return root["Actual Loops"] === 0 ? [] : [root, ...(root.Plans ?? []).flatMap(flatten)];
}

const queryText = z.object({ sql: z.string(), params: z.array(z.unknown()) });

function toSql(query: unknown) {
  if (typeof query !== "object" || !query || !("toSQL" in query) || !isFunction(query.toSQL)) {
    throw new Error("The repo's function gave no Drizzle query");
  }
  return queryText.parse(query.toSQL());
}

function isFunction(value: unknown): value is () => unknown {
  return typeof value === "function";
}
