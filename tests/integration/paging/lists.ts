import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogPage, PageRequest, TenantScope } from "@/modules/auditLog/auditLog.types";
import {
  emptyFilter,
  type ActorPart,
  type AuditLogFilter,
  type Terms,
} from "@/modules/auditLog/search/search.types";
import { freshId } from "@/tests/integration/auditLogSupport";

/** What tells one run's entries from all others. */
export type Scene = {
  organizationId: string;
  /** UUIDs, since a search takes any other for a part of a name. */
  actorId: string;
  otherId: string;
  resourceId: string;
  word: string;
  /** A day of its own. */
  start: Date;
};

/** An entry as any code may log it. */
export type Given = Record<string, unknown>;

/** A list of entries that is read page by page. */
export type List = {
  name: string;
  read: (scene: Scene, page: PageRequest) => Promise<AuditLogPage>;
  /** An entry that stands in it, of one kind or another. */
  matching: (scene: Scene, kind: number) => Given;
  /** One much like it that doesn't. */
  other: (scene: Scene) => Given;
};

const day = 86_400_000;
let scenes = 0;

export function freshScene(): Scene {
  const ids = { organizationId: freshId("org"), resourceId: freshId("post"), word: freshId("word") };
  const start = new Date(Date.UTC(2031, 0, 1) + ++scenes * 2 * day);
  return { ...ids, actorId: crypto.randomUUID(), otherId: crypto.randomUUID(), start };
}

function as(id: string, impersonator?: string): Given {
  return {
    actor: { type: "user", id, name: "Ana", impersonator: impersonator ? { id: impersonator } : null },
  };
}

const elsewhere = { organizationId: "another" };

function resourceList(hasTenant: boolean, wholeRuns: boolean): List {
  const otherType = { resourceType: "project" };
  return {
    name: `a resource's${hasTenant ? ", in a tenant" : ""}${wholeRuns ? ", by whole runs" : ""}`,
    read: ({ resourceId, organizationId }, page) =>
      auditLogService.getForResource("post", resourceId, {
        ...page,
        wholeRuns,
        ...(hasTenant && { organizationId }),
      }),
    matching: ({ resourceId }, kind) =>
      kind % 2 === 0 ? { resourceId } : { related: [{ type: "post", id: resourceId }] },
    other: ({ resourceId }) => ({ resourceId, ...(hasTenant ? elsewhere : otherType) }),
  };
}

const parts = ["own", "as_others", "by_others"] as const;

function ofPart({ actorId, otherId }: Scene, part: ActorPart = "own"): Given {
  return { own: as(actorId), as_others: as(otherId, actorId), by_others: as(actorId, otherId) }[part];
}

function actorList(hasTenant: boolean, part?: ActorPart): List {
  const another = part === "own" ? "by_others" : "own";
  return {
    name: `an actor's, ${part ?? "all parts"}${hasTenant ? ", in a tenant" : ""}`,
    read: ({ actorId, organizationId }, page) =>
      auditLogService.getForActor(actorId, { ...page, part, ...(hasTenant && { organizationId }) }),
    matching: (scene, kind) => ofPart(scene, part ?? parts[kind % 3]),
    other: (scene) => {
      if (hasTenant) return { ...ofPart(scene, part), ...elsewhere };
      return part === undefined ? as(scene.otherId) : ofPart(scene, another);
    },
  };
}

const is = (...values: string[]): Terms => ({ is: values, not: [] });

type Searched = Omit<List, "read" | "name"> & {
  filter: (scene: Scene) => Partial<AuditLogFilter>;
  inAll?: boolean;
};

/** One for each way there is to read a search, with and without conditions that no index serves. */
const searches: Record<string, Searched> = {
  "by resource": {
    filter: ({ resourceId }) => ({ resource: is(`post/${resourceId}`) }),
    matching: ({ resourceId }) => ({ resourceId }),
    other: ({ resourceId }) => ({ resourceId: `${resourceId}-` }),
  },
  "by resource and without a word": {
    filter: ({ resourceId, word }) => ({
      resource: is(`post/${resourceId}`),
      words: { is: [], not: [word] },
    }),
    matching: ({ resourceId }) => ({ resourceId }),
    other: ({ resourceId, word }) => ({ resourceId, resourceName: word }),
  },
  "by actor": {
    filter: ({ actorId }) => ({ actor: is(actorId) }),
    matching: ({ actorId, otherId }, kind) => (kind % 2 ? as(actorId) : as(otherId, actorId)),
    other: ({ otherId }) => as(otherId),
  },
  "by actor and a word": {
    filter: ({ actorId, word }) => ({ actor: is(actorId), words: is(word) }),
    matching: ({ actorId, word }) => ({ ...as(actorId), metadata: { note: word } }),
    other: ({ actorId }) => as(actorId),
  },
  "by one action": {
    filter: () => ({ action: is("post.updated") }),
    matching: () => ({}),
    other: () => ({ action: "post.deleted" }),
  },
  "by several actions": {
    filter: () => ({ action: is("post.updated", "post.published") }),
    matching: (_, kind) => ({ action: kind % 2 ? "post.updated" : "post.published" }),
    other: () => ({ action: "post.deleted" }),
  },
  "by a prefix": {
    filter: () => ({ action: is("post.*") }),
    matching: (_, kind) => ({ action: kind % 2 ? "post.updated" : "post.created" }),
    other: () => ({ action: "project.updated" }),
  },
  "by a prefix and a word": {
    filter: ({ word }) => ({ action: is("post.*"), words: is(word) }),
    matching: ({ word }) => ({ changes: { title: { from: null, to: word } } }),
    other: () => ({}),
  },
  "of a tenant": { filter: () => ({}), matching: () => ({}), other: () => elsewhere },
  "of a tenant, by a word": {
    filter: ({ word }) => ({ words: is(word) }),
    matching: ({ word }) => ({ resourceName: `a ${word} name` }),
    other: () => ({ resourceName: "a name" }),
  },
  "of all tenants, in a window": {
    filter: ({ start }) => ({ from: start, to: new Date(start.getTime() + day) }),
    matching: (_, kind) => (kind % 2 ? elsewhere : {}),
    other: ({ start }) => ({ occurredAt: new Date(start.getTime() - 1) }),
    inAll: true,
  },
  "of all tenants, by a word": {
    filter: ({ word }) => ({ words: is(word) }),
    matching: ({ word }, kind) => ({ resourceName: word, ...(kind % 2 ? elsewhere : {}) }),
    other: () => ({}),
    inAll: true,
  },
};

function searchList([name, { filter, inAll, ...entries }]: [string, Searched]): List {
  return {
    ...entries,
    name: `a search's, ${name}`,
    read: (scene, page) => {
      const { organizationId } = scene;
      const scope: TenantScope = inAll ? { allOrganizations: true } : { organizationId };
      return auditLogService.search(scope, { ...page, filter: { ...emptyFilter, ...filter(scene) } });
    },
  };
}

const either = [false, true];

export const lists: readonly List[] = [
  ...either.flatMap((hasTenant) => either.map((wholeRuns) => resourceList(hasTenant, wholeRuns))),
  ...either.flatMap((hasTenant) => [undefined, ...parts].map((part) => actorList(hasTenant, part))),
  ...Object.entries(searches).map(searchList),
];
