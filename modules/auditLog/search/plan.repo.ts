import { and, asc, desc, eq, gte, lt, ne, sql, type SQL } from "drizzle-orm";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { atMost, isOf, leadOf, newest, upTo } from "@/modules/auditLog/reading/keyset.repo";

const { id, action, actorId, impersonatorId, organizationId, resourceId, resourceType } = auditLogTable;

/** An index's entries of one value, by id. Without `lead`: the primary key. */
export type Branch = { lead: SQL; value: string; also?: SQL | undefined } | { lead?: undefined };

/**
 * How a search is read: each branch comes from its index in the order of ids, and of what it gives
 * `residual` remains. Without one every row that is read is a match.
 */
export type Plan = { branches: readonly Branch[]; residual: SQL | undefined };

/** Whether it was done by this person themselves, or by them as another: then the address is theirs. */
export function isDoneBy(person: string): SQL {
  return sql`(case when ${impersonatorId} is null then ${actorId} else ${impersonatorId} end) = ${person}`;
}

/** Ids from `from` on and less than `before`; null: from the beginning. */
export type Range = { from: SQL | string | null; before: SQL | string };

export const everything: Branch = {};

export function ofOrganization(value: string): Branch {
  return { lead: leadOf(organizationId, null), value };
}

export function ofAction(organization: string, value: string): Branch {
  return { lead: leadOf(action, null), value, also: eq(organizationId, organization) };
}

/** `tenant`: null for all of them. */
export function ofResource(type: string, value: string, tenant: string | null): Branch {
  const also = and(isOf(organizationId, tenant), eq(resourceType, type));
  return { lead: leadOf(resourceId, tenant), value, also };
}

export function byActor(value: string, tenant: string | null): Branch {
  return { lead: leadOf(actorId, tenant), value, also: isOf(organizationId, tenant) };
}

/** What somebody did as others. */
export function byImpersonator(value: string, tenant: string | null): Branch {
  const isOther = sql`${actorId} is distinct from ${value}`;
  const also = and(isOf(organizationId, tenant), isOther);
  return { lead: leadOf(impersonatorId, tenant), value, also };
}

/** The condition under which a branch's rows are read. */
export function within(branch: Branch, range: Range): SQL | undefined {
  const before = sql`${range.before}::uuid`;
  const from = range.from === null ? undefined : gte(id, sql`${range.from}::uuid`);
  if (branch.lead === undefined) return and(lt(id, before), from);
  const { lead, value, also } = branch;
  return and(also, upTo({ lead, id }, value, before), ne(id, before), from);
}

/** The order in which its index gives a branch's rows; with `limit`, so many of them. */
export function newestFirst({ lead }: Branch, limit?: number): SQL {
  const order = lead === undefined ? desc(id) : newest({ lead, id });
  return limit === undefined ? order : atMost(limit, order);
}

export function oldestFirst({ lead }: Branch, limit: number): SQL {
  return atMost(limit, lead === undefined ? asc(id) : sql`${lead}, ${id}`);
}
