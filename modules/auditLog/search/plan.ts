import type { ResourceRef, TenantScope, Viewer } from "@/modules/auditLog/auditLog.types";
import { auditLogActions } from "@/modules/auditLog/auditLog.actions";
import { storable, toId } from "@/modules/auditLog/capture/text";
import { actionsReservedFrom } from "@/modules/auditLog/capture/policies";
import { conditionsOf, isId, splitResource } from "./conditions.repo";
import {
  byActor,
  byImpersonator,
  everything,
  ofAction,
  ofOrganization,
  ofResource,
  type Branch,
  type Plan,
} from "./plan.repo";
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
    resourceDriver(filter.resource, tenant) ??
    actorDriver(filter.actor, tenant) ??
    (tenant === null ? null : await actionDriver(filter.action, tenant)) ??
    (tenant === null ? { branches: [everything] } : { branches: [ofOrganization(tenant)] })
  );
}

function resourceDriver({ is }: Terms, tenant: string | null): Driver | null {
  const [only, another] = is;
  if (only === undefined || another !== undefined) return null;
  const { type, id } = splitResource(only);
  return id === null ? null : { branches: [ofResource(type, id, tenant)], serves: "resource" };
}

function actorDriver({ is }: Terms, tenant: string | null): Driver | null {
  const [only, another] = is;
  if (only === undefined || another !== undefined || !isId(only)) return null;
  return { branches: [byActor(only, tenant), byImpersonator(only, tenant)], serves: "actor" };
}

async function actionDriver({ is }: Terms, tenant: string): Promise<Driver | null> {
  if (is.length === 0) return null;
  const known = is.some((pattern) => pattern.endsWith("*")) ? await findActions(tenant) : [];
  const actions = new Set(is.flatMap((pattern) => expand(pattern, known)));
  if (actions.size > maxActions) return null;
  return {
    branches: [...actions].map((action) => ofAction(tenant, action)),
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
export function planActor(actorId: string, { tenant, part }: ActorWanted): Plan {
  const branches = {
    all: [byActor(actorId, tenant), byImpersonator(actorId, tenant)],
    own: [byActor(actorId, tenant)],
    as_others: [byImpersonator(actorId, tenant)],
    by_others: [byActor(actorId, tenant)],
  }[part ?? "all"];
  const isByOthers = part === "own" || part === "by_others" ? part === "by_others" : null;
  return { branches, residual: conditionsOf({ ...unconditional, isImpersonated: isByOthers }) };
}

/** What happened to one resource itself. */
export function planResource({ type, id }: ResourceRef, tenant: string | null): Plan {
  return { branches: [ofResource(type, id, tenant)], residual: undefined };
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** As they are stored: what Postgres can't store is replaced, and UUIDs are in small letters. */
function storableTerms(filter: AuditLogFilter): AuditLogFilter {
  const terms = termFields.map((field) => {
    const { is, not } = filter[field];
    const isOfIds = field === "actor" || field === "resource";
    const toStored = (value: string) =>
      isOfIds ? storable(value).replaceAll(uuid, (id) => id.toLowerCase()) : storable(value);
    return [field, { is: is.map(toStored), not: not.map(toStored) }] as const;
  });
  return { ...filter, ...Object.fromEntries(terms) };
}
