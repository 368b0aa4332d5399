import { beforeAll, describe, expect, it, vi } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogFilter } from "@/modules/auditLog/search/search.types";
import { haveNoTime } from "./noTime";
import { boundedSearches, boundsOf, filterOf, forms, windows } from "./planFilters";
import { scopes, seedShapes } from "./planShapes";
import { excess, narrow, readingsOf, type Cost } from "./planSupport";

vi.hoisted(() => vi.resetModules());
vi.mock("postgres", async (load) => (await import("./planRecorder")).recording(await load()));

beforeAll(seedShapes);

type Scope = (typeof scopes)[keyof typeof scopes];
type Search = { name: string; scope: Scope; filter: AuditLogFilter };

// The first piece, of two indexes where somebody acts by themselves and as another; of each partition one row more.
const piece: Cost = { ...narrow, read: 4_100, discarded: 4_100 };

const drivers = ["actor", "action", "resource"];

const driven = forms.actor.flatMap((actor) =>
  forms.action.flatMap((action) =>
    forms.resource.map((resource) => ({
      name: `actor ${actor.name}, action ${action.name}, resource ${resource.name}`,
      terms: { actor: actor.terms, action: action.terms, resource: resource.terms },
    })),
  ),
);

// Those of two drivers are among them.
const single = Object.entries(forms).flatMap(([field, each]) =>
  each.slice(1).map(({ name, terms }) => ({ field, name: `${field} ${name}`, terms })),
);

const pairs = single.flatMap((one, at) =>
  single
    .slice(at + 1)
    .filter(({ field }) => field !== one.field && !(drivers.includes(field) && drivers.includes(one.field)))
    .map((other) => ({
      name: `${one.name}, ${other.name}`,
      terms: { [one.field]: one.terms, [other.field]: other.terms },
    })),
);

/** Those that take more than they may, and what they take. */
async function findExcess(searches: readonly Search[]): Promise<unknown[]> {
  const found = [];
  for (const { name, scope, filter } of searches) {
    const { readings } = await readingsOf(() => auditLogService.search(scope, { filter }));
    const isBounded = boundsOf(filter, scope).length > 0;
    found.push(...excess(readings, isBounded ? piece : narrow).map((reading) => ({ name, ...reading })));
  }
  return found;
}

const inWindows = Object.entries(windows);
const { main, platform, all } = scopes;

describe.each(Object.entries({ main, platform, all }))("in scope %s", (_scope, scope) => {
  // Each of them in another window, so that every two forms come together in all three.
  const searches = [...driven, ...pairs].map(({ name, terms }, at): Search => {
    const [window, range] = inWindows[at % inWindows.length] ?? ["", {}];
    return { name: `${name}, ${window}`, scope, filter: filterOf({ ...terms, ...range }) };
  });

  it.each(forms.actor)("every combination with actor $name reads its page, or a piece", async ({ name }) => {
    haveNoTime();
    expect(await findExcess(searches.filter((each) => each.name.startsWith(`actor ${name},`)))).toEqual([]);
  });

  it("every other pair reads its page, or a piece", async () => {
    haveNoTime();
    expect(await findExcess(searches.filter((each) => !each.name.startsWith("actor ")))).toEqual([]);
  });
});

describe("a search that is bounded", () => {
  it.each(boundedSearches)("is so and says so: $name", async ({ name, example, most = piece }) => {
    haveNoTime();
    const filter = filterOf(example.filter);
    const { answer, readings } = await readingsOf(() => auditLogService.search(example.scope, { filter }));
    expect(boundsOf(filter, example.scope)).toContain(name);
    expect(excess(readings)).not.toEqual([]);
    expect(excess(readings, most)).toEqual([]);
    expect(answer.searchedTo).toBeInstanceOf(Date);
    expect(answer.nextCursor).not.toBeNull();
  });
});
