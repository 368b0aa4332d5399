import type { ResourceRef, TenantScope, Viewer } from "@/modules/auditLog/auditLog.types";
import { auditLogActions } from "@/modules/auditLog/auditLog.actions";
import { storable, toId, toKind } from "@/modules/auditLog/capture/text";
import { actionsReservedFrom } from "@/modules/auditLog/capture/policies";
import {
  byActor,
  byImpersonator,
  everything,
  ofActions,
  ofOrganization,
  ofResource,
  type Branch,
  type Group,
} from "@/modules/auditLog/reading/branch.repo";
import { branchesOf } from "@/modules/auditLog/reading/tenants";
import { anyOf, conditionsOf, isId, splitResource } from "./conditions.repo";
import type { Plan } from "./plan.repo";
import { findActions } from "./search.repo";
import {
  emptyFilter,
  termFields,
  type ActorPart,
  type AuditLogFilter,
  type TermField,
  type Terms,
} from "./search.types";

export type Search = { scope: TenantScope; filter: AuditLogFilter; viewer: Viewer };

/** `tenant`: null for all. */
export type ActorWanted = { tenant: string | null; part?: ActorPart | undefined };

const unconditional = { filter: emptyFilter, namesOnly: [] };

/** They hold what was searched for: a search would find itself. */
const reads = Object.keys(auditLogActions);

/** More are no longer quicker to read one by one than all entries together. */
const maxActions = 24;

/** Where a search reads, and which field of the filter that makes true already. */
type Driver = { branches: Branch[]; serves?: TermField };

/** The narrowest index that serves a search; what it doesn't serve is left as conditions. */
export async function planSearch({ scope, filter, viewer }: Search): Promise<Plan> {
  const tenant = tenantOf(scope);
  const wanted = storableTerms(filter);
  const { branches, serves } = await chooseDriver(wanted, tenant);
  const left = serves ? { ...wanted, [serves]: { ...wanted[serves], is: [] } } : wanted;
  const residual = conditionsOf({
    filter: left,
    namesOnly: [...reads, ...actionsReservedFrom(viewer)],
  });
  return { branches, residual };
}

async function chooseDriver(filter: AuditLogFilter, tenant: string | null): Promise<Driver> {
  return (
    (await resourceDriver(filter.resource, tenant)) ??
    (await actorDriver(filter.actor, tenant)) ??
    (tenant === null ? null : await actionDriver(filter.action, tenant)) ??
    (tenant === null ? { branches: [everything] } : { branches: [ofOrganization(tenant)] })
  );
}

async function resourceDriver({ is }: Terms, tenant: string | null): Promise<Driver | null> {
  if (!isOne(is)) return null;
  const resources = is.map(splitResource).flatMap(({ type, id }) => (id === null ? [] : [{ type, id }]));
  if (resources.length === 0) return null;
  const branches = await branchesOf(resources.map(ofResource), tenant);
  return branches && { branches, serves: "resource" };
}

async function actorDriver({ is }: Terms, tenant: string | null): Promise<Driver | null> {
  if (!isOne(is) || !is.every(isId)) return null;
  const branches = await branchesOf([...is.map(byActor), ...is.map(byImpersonator)], tenant);
  return branches && { branches, serves: "actor" };
}

/** One thing, in capitals and in small letters perhaps. */
function isOne(values: readonly string[]): boolean {
  return new Set(values.map((value) => value.toLowerCase())).size === 1;
}

async function actionDriver({ is }: Terms, tenant: string): Promise<Driver | null> {
  if (is.length === 0) return null;
  const known = is.some((pattern) => pattern.endsWith("*")) ? await findActions(tenant) : [];
  const actions = new Set(is.flatMap((pattern) => expand(pattern, known)));
  if (actions.size > maxActions) return null;
  return {
    branches: actions.size === 0 ? [] : [ofActions(tenant, [...actions])],
    serves: "action",
  };
}

function expand(pattern: string, known: readonly string[]): string[] {
  if (!pattern.endsWith("*")) return [pattern];
  return known.filter((action) => action.startsWith(pattern.slice(0, -1)));
}

/** The column's value of a tenant; null for all of them. */
export function tenantOf(scope: TenantScope): string | null {
  return "allOrganizations" in scope ? null : toId(scope.organizationId ?? "");
}

/** Everything of a tenant. */
export function planTenant(scope: TenantScope): Plan {
  const tenant = tenantOf(scope);
  return { branches: [tenant === null ? everything : ofOrganization(tenant)], residual: undefined };
}

/** What one actor did, did as others, and had done in their name. */
export function planActor(actorId: string, { tenant, part }: ActorWanted): Promise<Plan> {
  const [own, asOthers] = [byActor(actorId), byImpersonator(actorId)];
  const groups = { all: [own, asOthers], own: [own], as_others: [asOthers], by_others: [own] }[part ?? "all"];
  const isByOthers = part === "own" || part === "by_others" ? part === "by_others" : null;
  return planGroups(groups, tenant, conditionsOf({ ...unconditional, isImpersonated: isByOthers }));
}

/** What happened to one resource itself. */
export function planResource(resource: ResourceRef, tenant: string | null): Promise<Plan> {
  return planGroups([ofResource(resource)], tenant);
}

/** Where too many tenants have some of it, the newest entries of all are looked through. */
async function planGroups(
  groups: Group[],
  tenant: string | null,
  residual?: Plan["residual"],
): Promise<Plan> {
  const branches = await branchesOf(groups, tenant);
  return branches ? { branches, residual } : { branches: [everything], residual: anyOf(groups, residual) };
}

/** As they are stored: what Postgres can't store is replaced, what is longer or secret as it is where entries are made. */
function storableTerms(filter: AuditLogFilter): AuditLogFilter {
  const terms = termFields.map((field) => {
    const { is, not } = filter[field];
    const toStored = storedAs[field] ?? ((value: string) => [storable(value)]);
    return [field, { is: is.flatMap(toStored), not: not.flatMap(toStored) }] as const;
  });
  return { ...filter, ...Object.fromEntries(terms) };
}

const storedAs: Partial<Record<TermField, (value: string) => string[]>> = {
  actor: (value) => (isId(value) ? spellingsOf(value) : [storable(value)]),
  resource: (value) => {
    const { type, id } = splitResource(value);
    return id === null ? [toKind(type)] : spellingsOf(toId(id)).map((each) => `${toKind(type)}/${each}`);
  },
};

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** UUIDs are stored as they were given; who pastes one in capitals may mean the one in small letters (RFC 9562, 4). */
function spellingsOf(id: string): string[] {
  return [...new Set([id, id.replaceAll(uuid, (each) => each.toLowerCase())])];
}
