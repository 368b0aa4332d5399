import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogPage, PageRequest } from "@/modules/auditLog/auditLog.types";
import { findUnseen } from "@/modules/auditLog/live/live.repo";
import { openMark } from "@/modules/auditLog/live/mark";
import { markNow } from "./auditLogLiveSupport";
import { file } from "./planBounds";
import { filterOf, is, windows } from "./planFilters";
import { actions, scopes, things } from "./planShapes";

export type Read = { name: string; ask: () => Promise<unknown> };
type Scope = (typeof scopes)[keyof typeof scopes];

const { all, ...tenants } = scopes;
const ids = Object.entries(things);
// In all organizations, more than are read one by one have the other.
const idsInAll = ids.filter(([name]) => name !== "tooMany");
const inScope: [name: string, scope: Scope, ids: typeof ids][] = [
  ...Object.entries(tenants).map(([name, scope]): [string, Scope, typeof ids] => [name, scope, ids]),
  ["all", all, idsInAll],
];

export const feeds: Read[] = inScope.flatMap(([where, scope, known]) =>
  known.map(([name, id]) => ({
    name: `of a resource: ${name}, in ${where}`,
    ask: async () => {
      for (const type of ["post", "project"]) {
        await readPages((page) => auditLogService.getForResource(type, id, { ...page, ...ofScope(scope) }));
      }
    },
  })),
);

export const histories: Read[] = inScope.flatMap(([where, scope, known]) =>
  known.flatMap(([name, id]) =>
    ([undefined, "as_others"] as const).map((part) => ({
      name: `of an actor, ${part ?? "all of it"}: ${name}, in ${where}`,
      ask: () => readPages((page) => auditLogService.getForActor(id, { ...page, ...ofScope(scope), part })),
    })),
  ),
);

const kinds = Array.from({ length: 24 }, (_, at) => `${actions.kinds}${at}`);
const served = {
  nothing: {},
  "an action": { action: is(actions.busy) },
  "a rare action": { action: is(actions.rare) },
  "24 actions": { action: is(...kinds) },
  "actions that begin alike": { action: is(`${actions.kinds}1*`) },
  "an action that is not there": { action: is("never.*") },
};

/** What one index gives, on every shape, in every window. */
export const searches: Read[] = inScope.flatMap(([where, scope, known]) => {
  const byThing = known.flatMap(([name, id]): [string, object][] => [
    [`a resource, ${name}`, { resource: is(`post/${id}`) }],
    [`an actor, ${name}`, { actor: is(id) }],
  ]);
  const filters = scope === all ? [] : Object.entries(served);
  return [...filters, ...byThing].flatMap(([what, terms]) =>
    Object.entries(windows).map(([when, window]) => ({
      name: `for ${what}, ${when}, in ${where}`,
      ask: () =>
        readPages((page) =>
          auditLogService.search(scope, { ...page, filter: filterOf({ ...terms, ...window }) }),
        ),
    })),
  );
});

const read = { action: "audit_log.viewed", resourceType: "post", metadata: {} } as const;

export const others: Read[] = [
  ...inScope.map(([where, scope]) => ({
    name: `the first entry, in ${where}`,
    ask: () => auditLogService.findFirst(scope),
  })),
  ...inScope.map(([where, scope]) => ({ name: `a file of all, in ${where}`, ask: file(scope, {}) })),
  ...ids.map(([name, id]) => ({
    name: `a file of an actor: ${name}`,
    ask: file(scopes.main, { actor: is(id) }),
  })),
  { name: "a file of many actions", ask: file(scopes.main, { action: is(`${actions.kinds}1*`) }) },
  ...inScope.map(([where, scope]) => ({
    name: `one entry and those of its request, in ${where}`,
    ask: async () => {
      const [newest] = (await auditLogService.search(scope)).entries;
      const entry = await auditLogService.getEntry(scope, { id: newest?.id ?? things.none });
      if (entry) await auditLogService.getForRequest(scope, { entry });
    },
  })),
  ...ids.map(([name, resourceId]) => ({
    name: `whether somebody has read of a resource: ${name}`,
    ask: () => auditLogService.logRead({ ...read, ...scopes.main, resourceId }),
  })),
  ...ids.map(([name, id]) => ({
    name: `what is new of a resource: ${name}`,
    ask: async () => {
      const mark = openMark(await markNow());
      if (mark) await findUnseen({ ...scopes.main, type: "post", id }, mark, { depth: 200, limit: 100 });
    },
  })),
];

/** The first three pages. */
async function readPages(read: (page: PageRequest) => Promise<AuditLogPage>): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page === 0 || (page < 3 && cursor !== null); page++) {
    cursor = (await read({ cursor })).nextCursor;
  }
}

function ofScope(scope: Scope): Pick<PageRequest, "organizationId"> {
  return "allOrganizations" in scope ? {} : scope;
}
