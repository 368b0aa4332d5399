import { and, eq, type SQL } from "drizzle-orm";
import type { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { emptyFilter, type SearchPage } from "@/modules/auditLog/search/search.types";
import type { plainTable } from "@/tests/bench/plain";
import type { ReadName } from "./processes";
import { shapes } from "./shapes";

type Either = typeof auditLogTable | typeof plainTable;

/** One of the lists that the product offers, on one of the shapes. */
export type Read = {
  page: (at: { cursor?: string | null; limit: number }) => Promise<AuditLogPage | SearchPage>;
  /** The same as a condition on the columns that both tables have; undefined: every entry. */
  where: (table: Either) => SQL | undefined;
};

const { tenant, smallTenant, rareAction } = shapes;

function ofResource({ type, id }: { type: string; id: string }, organizationId?: string): Read {
  const scope = organizationId === undefined ? {} : { organizationId };
  return {
    page: (at) => auditLogService.getForResource(type, id, { ...scope, ...at }),
    where: (table) =>
      and(eq(table.resourceType, type), eq(table.resourceId, id), ofTenant(table, organizationId)),
  };
}

function byActor(id: string, organizationId?: string): Read {
  const scope = organizationId === undefined ? {} : { organizationId };
  return {
    page: (at) => auditLogService.getForActor(id, { ...scope, ...at }),
    where: (table) => and(eq(table.actorId, id), ofTenant(table, organizationId)),
  };
}

function ofAction(action: string, organizationId?: string): Read {
  const filter = { ...emptyFilter, action: { is: [action], not: [] } };
  return {
    page: (at) => auditLogService.search(scopeOf(organizationId), { ...at, filter }),
    where: (table) => and(eq(table.action, action), ofTenant(table, organizationId)),
  };
}

function everything(organizationId?: string): Read {
  return {
    page: (at) => auditLogService.search(scopeOf(organizationId), at),
    where: (table) => ofTenant(table, organizationId),
  };
}

function scopeOf(organizationId: string | undefined) {
  return organizationId === undefined ? ({ allOrganizations: true } as const) : { organizationId };
}

function ofTenant(table: Either, organizationId: string | undefined): SQL | undefined {
  return organizationId === undefined ? undefined : eq(table.organizationId, organizationId);
}

export const reads: Record<ReadName, Read> = {
  "hot resource": ofResource(shapes.hotResource, tenant),
  "cold resource": ofResource(shapes.coldResource, tenant),
  "dormant resource": ofResource(shapes.dormantResource, tenant),
  "hot actor": byActor(shapes.hotActor, tenant),
  "cold actor": byActor(shapes.coldActor, tenant),
  "dormant actor": byActor(shapes.dormantActor, tenant),
  "tenant feed": everything(tenant),
  "small tenant's feed": everything(smallTenant),
  "rare action": ofAction(rareAction, tenant),
  "hot resource, all tenants": ofResource(shapes.hotResource),
  "cold resource, all tenants": ofResource(shapes.coldResource),
  "dormant resource, all tenants": ofResource(shapes.dormantResource),
  "hot actor, all tenants": byActor(shapes.hotActor),
  "cold actor, all tenants": byActor(shapes.coldActor),
  "dormant actor, all tenants": byActor(shapes.dormantActor),
  "every entry, all tenants": everything(),
};

/** No index serves it: the product reads a bounded number of entries a page, and says how far back it came. */
export const boundedRead = ofAction(rareAction);
