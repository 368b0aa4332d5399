import type { PageRequest, TenantScope, Viewer } from "@/modules/auditLog/auditLog.types";
import { instantOf } from "@/modules/auditLog/capture/id";
import { toId, toKind } from "@/modules/auditLog/capture/text";
import { countKeys } from "@/modules/auditLog/reading/branch.repo";
import { toPlace } from "@/modules/auditLog/reading/page";
import { planActor, planResource, planTenant, tenantOf } from "./plan";
import type { Plan } from "./plan.repo";
import { readPage } from "./search";
import type { ActorPart, HistorySummary, Occurrence, SearchPage } from "./search.types";
import { findBorders, findOccurrences } from "./summary.repo";

/** `part`: left out, all of what concerns the actor. */
export type ActorRequest = PageRequest & { part?: ActorPart | undefined };

/** What one actor did, also as others, in every tenant unless `page.organizationId` names one. */
export async function getForActor(actorId: string, page: ActorRequest = {}): Promise<SearchPage> {
  const id = toId(actorId);
  const tenant = page.organizationId === undefined ? null : toId(page.organizationId ?? "");
  const place = toPlace(page, ["actor", id, tenant, page.part]);
  return readPage(await planActor(id, { tenant, part: page.part }), place, { from: null, to: null });
}

type ActorSummaryRequest = { actorId: string; viewer?: Viewer };

/** What stands above an actor's history. */
export async function summarizeActor(
  scope: TenantScope,
  request: ActorSummaryRequest,
): Promise<HistorySummary> {
  const actorId = toId(request.actorId);
  const plan = await planActor(actorId, { tenant: tenantOf(scope) });
  return summarize(plan, { viewer: request.viewer, addressesOf: actorId });
}

type ResourceSummaryRequest = { resourceType: string; resourceId: string; viewer?: Viewer };

/** What stands above a resource's history; entries that merely relate to it don't count. */
export async function summarizeResource(
  scope: TenantScope,
  { resourceType, resourceId, viewer }: ResourceSummaryRequest,
): Promise<HistorySummary> {
  const plan = await planResource({ type: toKind(resourceType), id: toId(resourceId) }, tenantOf(scope));
  return summarize(plan, { viewer });
}

/** When a tenant's log, or all of it, begins. */
export async function findFirst(scope: TenantScope): Promise<Date | null> {
  const { first } = await findBorders(planTenant(scope).branches);
  return first === null ? null : instantOf(first);
}

const mostCounted = 5_000;
const mostNamed = 8;

type Shown = { viewer?: Viewer | undefined; addressesOf?: string };

async function summarize(plan: Plan, { viewer = "member", addressesOf }: Shown): Promise<HistorySummary> {
  if (countKeys(plan.branches) === 0) return nothing;
  const [borders, { counted, isPartial, occurrences, ...ends }] = await Promise.all([
    // Borders of branches are those of the plan where there is nothing else to be met.
    plan.residual ? null : findBorders(plan.branches),
    findOccurrences(plan, { entries: mostCounted, named: mostNamed, addressesOf }),
  ]);
  const { first, last } = borders ?? { first: isPartial ? null : ends.oldest, last: ends.newest };
  const ofKind = (kind: string): Occurrence[] =>
    occurrences.filter((each) => each.kind === kind).map(({ kind: _, ...each }) => each);
  return {
    first: first === null ? null : instantOf(first),
    last: last === null ? null : instantOf(last),
    counted,
    isPartial,
    actions: ofKind("action"),
    actors: ofKind("actor"),
    addresses: viewer === "member" ? [] : ofKind("address"),
  };
}

const nothing: HistorySummary = {
  first: null,
  last: null,
  counted: 0,
  isPartial: false,
  actions: [],
  actors: [],
  addresses: [],
};
