import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { auditLogExportService } from "@/modules/auditLog/export/export.service";
import type { AuditLogFilter } from "@/modules/auditLog/search/search.types";
import { filterOf, is } from "./planFilters";
import { actions, entries, scopes, things } from "./planShapes";
import { narrow, tenantKeys, type Cost } from "./planSupport";

type Scope = (typeof scopes)[keyof typeof scopes];

/** `asks`, of several shapes: whether the answer tells that it is not all there is. */
type Bounded = { name: string; why: string; most: Cost; asks: Record<string, () => Promise<boolean>> };

const { main, all } = scopes;

// Of each of 26 partitions a row more is read than is wanted, in each of 30 tenants.
const more = 26 * 30;
const rows = (most: number): Cost => ({ ...narrow, read: most + more, discarded: most, sorted: most + more });

const partOf =
  (part: "own" | "by_others", id: string, page = {}) =>
  async () =>
    (await auditLogService.getForActor(id, { ...page, part })).searchedTo !== null;

const actorSummary = (scope: Scope, actorId: string) => async () =>
  (await auditLogService.summarizeActor(scope, { actorId })).isPartial;

const resourceSummary = (scope: Scope, resourceId: string) => async () =>
  (await auditLogService.summarizeResource(scope, { resourceType: "post", resourceId })).isPartial;

const day = 86_400_000;
const edges = [720, 480, 240, 0].map((days) => new Date(Date.now() - days * day));

const histogram = (scope: Scope, terms: Partial<AuditLogFilter>) => async () => {
  const bars = await auditLogService.histogram(scope, { filter: filterOf(terms), edges });
  return bars.some(({ isAtLeast }) => isAtLeast);
};

/** What is asked until the file's first rows are there; it is whole in the end, or its last line tells. */
export const file = (scope: Scope, terms: Partial<AuditLogFilter>) => async () => {
  const request = { filter: filterOf(terms), format: "ndjson", viewer: "operator", query: "" } as const;
  await (await auditLogExportService.exportEntries(scope, request)).body.cancel();
  return true;
};

const manyActions = { action: is(`${actions.kinds}1*`) };

/** What else reads more than a page, and why it ends. */
export const boundedReads: Bounded[] = [
  {
    name: "what an actor did themselves, or had done in their name",
    why: "no index tells these apart: a piece of all the actor's entries at a time",
    most: rows(2_000),
    asks: {
      "in a tenant": partOf("by_others", things.dormant, main),
      "in all": partOf("by_others", things.dormant),
      "in all, of many tenants": partOf("by_others", things.many),
    },
  },
  {
    name: "what an actor did in more than 500 tenants",
    why: "a piece of all entries at a time, after a look for 501 tenants in each partition",
    most: tenantKeys,
    asks: { all: async () => (await auditLogService.getForActor(things.tooMany)).searchedTo !== null },
  },
  {
    name: "a resource that more than 500 tenants have",
    why: "an error asks for a tenant, after a look for 501 of them in each partition",
    most: tenantKeys,
    asks: {
      all: () =>
        auditLogService.getForResource("post", things.tooMany).then(
          () => false,
          (error: unknown) => error instanceof RangeError,
        ),
    },
  },
  {
    name: "a summary",
    why: "it is of the newest 5,000 entries, of each of the two indexes that have an actor's",
    // Those of both are brought into one order, and for each of three counts into groups.
    most: { ...rows(10_000), sorted: 10_000 + 4 * 5_000 },
    asks: {
      "of an actor in a tenant": actorSummary(main, things.hot),
      "of an actor in all": actorSummary(all, things.hot),
      "of an actor of many tenants": actorSummary(all, things.many),
      "of a resource in a tenant": resourceSummary(main, things.hot),
      "of a resource of many tenants": resourceSummary(all, things.many),
    },
  },
  {
    name: "a histogram",
    why: "of each of three bars 2,000 entries are looked at",
    most: rows(3 * 2_000),
    asks: {
      "of a tenant": histogram(main, {}),
      "of all": histogram(all, {}),
      "of words": histogram(main, { words: is("harbor") }),
      "of an actor": histogram(main, { actor: is(things.hot) }),
      "of many actions": histogram(main, manyActions),
      "of a resource of many tenants": histogram(all, { resource: is(`post/${things.many}`) }),
    },
  },
  {
    name: "a file of what many tenants have",
    why: "it is read 1,000 rows at a time, after one look for each tenant at how far down that is",
    most: rows(2_000),
    asks: {
      "of an actor": file(all, { actor: is(things.many) }),
    },
  },
  {
    name: "a file of what no index gives",
    why: "it is made by reading everything once, no faster than it is taken away",
    most: rows(entries),
    asks: {
      "of words": file(main, { words: is("harbor") }),
      "of an outcome": file(all, { outcome: is("failure") }),
    },
  },
];
