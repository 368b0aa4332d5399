import { and, asc, desc, eq, gte, isNotNull, lt, sql, type Column, type SQL } from "drizzle-orm";
import {
  type auditLogPresenceTable,
  auditLogRelatedTable,
  auditLogTable,
  keyOf,
  shortKeyOf,
  tenantSeeds,
} from "@/modules/auditLog/auditLog.schema";
import type { ResourceRef } from "@/modules/auditLog/auditLog.types";
import { atMost, newest, upTo, type Range } from "./keyset.repo";

/** How values stand in a statement: `value` itself or as a placeholder, and what is to be computed of it once. */
export type Bind = { value: (name: string) => SQL; once: (name: string, computed: SQL) => SQL };

/**
 * Those of one shape have the same statement, with other values. `holds` entries, or in the table of related resources
 * the keys of some.
 */
export type Shaped<Parts> = {
  shape: string;
  /** Without it there are none of these. */
  presence?: Presence;
  holds: "entries" | "keys";
  values: Readonly<Record<string, string>>;
  build: (bind: Bind) => Parts;
};

/** A row of the table that tells what there is at all. */
export type Presence = typeof auditLogPresenceTable.$inferSelect;

/** What an index holds of one thing, by id; of several, where it has several keys. */
export type Branch = Shaped<BranchParts> & { keys?: number };

/** How many things branches have an index asked for. */
export function countKeys(branches: readonly Branch[]): number {
  return branches.reduce((count, { keys = 1 }) => count + keys, 0);
}

/** What entries of several tenants may have in common. */
export type Group = Shaped<GroupParts>;

/** One tenant by its column's value, or several by the keys that the index has of them. */
export type Tenants = { id: string } | { keys: readonly string[] };

type Source = typeof auditLogTable | typeof auditLogRelatedTable;

/**
 * Of `lead` it is `value` that is asked for, or each of `keys`. `also` says what stands before it in the index, and
 * the texts whose keys these are. Without `lead` it is the whole table, by its primary key.
 */
export type BranchParts =
  | { table: Source; lead: SQL; value: SQL; keys?: SQL; also: SQL | undefined }
  | { table: Source; lead?: undefined; keys?: undefined };

/** `of` is what its index begins with; it goes on with the tenant's key, of this seed. */
export type GroupParts = { table: Source; seed: number; of: SQL | undefined };

export const everything: Branch = {
  shape: "everything",
  holds: "entries",
  values: {},
  build: () => ({ table: auditLogTable }),
};

export function ofOrganization(id: string): Branch {
  return { shape: "organization", holds: "entries", values: { tenant: id }, build: buildOrganization };
}

function buildOrganization(bind: Bind): BranchParts {
  const { organizationId } = auditLogTable;
  const seed = tenantSeeds.organization;
  const value = bind.once("tenant_key", keyOf(seed, bind.value("tenant")));
  const lead = keyOf(seed, organizationId);
  return { table: auditLogTable, lead, value, also: sql`${organizationId} = ${bind.value("tenant")}` };
}

export function ofActions(organization: string, actions: readonly string[]): Branch {
  const values = { tenant: organization, actions: JSON.stringify(actions) };
  return { shape: "actions", holds: "entries", keys: actions.length, values, build: buildActions };
}

function buildActions(bind: Bind): BranchParts {
  const { action, organizationId } = auditLogTable;
  const seed = tenantSeeds.action;
  return {
    table: auditLogTable,
    lead: keyOf(0, action),
    value: sql`key.value`,
    keys: sql`(select ${keyOf(0, sql`name`)} as value, name
      from jsonb_array_elements_text(${bind.value("actions")}::text::jsonb) as name)`,
    also: and(
      sql`${shortKeyOf(seed, organizationId)} = ${bind.once("tenant_key", shortKeyOf(seed, bind.value("tenant")))}`,
      sql`${organizationId} = ${bind.value("tenant")}`,
      eq(action, sql`key.name`),
    ),
  };
}

/** What happened to a resource itself. */
export function ofResource(resource: ResourceRef): Group {
  return {
    shape: "resource",
    holds: "entries",
    values: resource,
    build: (bind) => buildResource(auditLogTable, bind),
  };
}

/** Where a resource is named as related. */
export function relatedTo(resource: ResourceRef): Group {
  return {
    shape: "related",
    presence: { kind: "related", value: resource.type },
    holds: "keys",
    values: resource,
    build: (bind) => buildResource(auditLogRelatedTable, bind),
  };
}

function buildResource(table: Source, bind: Bind): GroupParts {
  const of = isOne(bind, [table.resourceType, "type"], [table.resourceId, "id"]);
  return { table, seed: tenantSeeds.resource, of };
}

export function byActor(id: string): Group {
  return { shape: "actor", holds: "entries", values: { id }, build: buildActor };
}

function buildActor(bind: Bind): GroupParts {
  const { actorId } = auditLogTable;
  return { table: auditLogTable, seed: tenantSeeds.actor, of: isOne(bind, [actorId, "id"]) };
}

/** What somebody did as others. */
export function byImpersonator(id: string): Group {
  const presence = { kind: "impersonator", value: id } as const;
  return { shape: "impersonator", presence, holds: "entries", values: { id }, build: buildImpersonator };
}

function buildImpersonator(bind: Bind): GroupParts {
  const { actorId, impersonatorId } = auditLogTable;
  const isOther = sql`${actorId} is distinct from ${bind.value("id")}`;
  const of = and(isOne(bind, [impersonatorId, "id"]), isNotNull(impersonatorId), isOther);
  return { table: auditLogTable, seed: tenantSeeds.impersonator, of };
}

type Pair = [column: Column, name: string];

/** By the key, which the index has, and by the texts themselves. */
function isOne({ value, once }: Bind, ...pairs: [Pair, ...Pair[]]): SQL | undefined {
  const [first, ...others] = pairs;
  const key = shortKeyOf(0, first[0], ...others.map(([column]) => column));
  const wanted = shortKeyOf(0, value(first[1]), ...others.map(([, name]) => value(name)));
  const texts = pairs.map(([column, name]) => sql`${column} = ${value(name)}`);
  return and(sql`${key} = ${once("key", wanted)}`, ...texts);
}

/** What tenants have of a group. */
export function inTenants({ shape, build, values, ...group }: Group, tenants: Tenants): Branch {
  if ("id" in tenants) {
    return {
      ...group,
      shape: `${shape} of a tenant`,
      values: { ...values, tenant: tenants.id },
      build: (bind) => ofOneTenant(build(bind), bind),
    };
  }
  return {
    ...group,
    shape: `${shape} of tenants`,
    keys: tenants.keys.length,
    values: { ...values, tenants: `{${tenants.keys.join(",")}}` },
    build: (bind) => ofTenants(build(bind), bind),
  };
}

function ofOneTenant({ table, seed, of }: GroupParts, bind: Bind): BranchParts {
  const lead = shortKeyOf(seed, table.organizationId);
  const isOf = sql`${table.organizationId} = ${bind.value("tenant")}`;
  return {
    table,
    lead,
    value: bind.once("tenant_key", shortKeyOf(seed, bind.value("tenant"))),
    also: and(of, isOf),
  };
}

function ofTenants({ table, seed, of }: GroupParts, bind: Bind): BranchParts {
  const lead = shortKeyOf(seed, table.organizationId);
  const keys = sql`(select unnest(${bind.value("tenants")}::int[]) as value)`;
  return { table, lead, value: sql`key.value`, keys, also: of };
}

/** With its values. */
export function built<Parts>({ values, build }: Shaped<Parts>): Parts {
  return build({ value: (name) => sql`${values[name] ?? null}`, once: (_name, computed) => computed });
}

/** The condition under which a branch's rows are read. */
export function within(branch: BranchParts, range: Range): SQL | undefined {
  const { id } = branch.table;
  const before = sql`${range.before}::uuid`;
  // By itself it tells which partitions are read.
  const bounds = and(lt(id, before), range.from === null ? undefined : gte(id, sql`${range.from}::uuid`));
  if (branch.lead === undefined) return bounds;
  return and(branch.also, upTo({ lead: branch.lead, id }, branch.value, before), bounds);
}

/** The order in which its index gives a branch's rows; with `limit`, so many of them. */
export function newestFirst({ table: { id }, lead }: BranchParts, limit?: SQL | number): SQL {
  const order = lead === undefined ? desc(id) : newest({ lead, id });
  return limit === undefined ? order : atMost(limit, order);
}

export function oldestFirst({ table: { id }, lead }: BranchParts, limit: number): SQL {
  return atMost(limit, lead === undefined ? asc(id) : sql`${lead}, ${id}`);
}

/** What is selected of a branch, for each of its keys. */
export function forEachKey({ keys }: BranchParts, select: SQL): SQL {
  if (keys === undefined) return sql`(${select})`;
  return sql`(select found.* from ${keys} as key cross join lateral (${select}) as found)`;
}
