import type { TenantScope } from "@/modules/auditLog/auditLog.types";
import { firstIdAt, instantOf } from "@/modules/auditLog/capture/id";
import { countKeys } from "@/modules/auditLog/reading/branch.repo";
import { sealCursor, type List } from "@/modules/auditLog/reading/cursor";
import { toPage, toPlace, type Place } from "@/modules/auditLog/reading/page";
import { findPage } from "@/modules/auditLog/reading/findPage";
import type { AuditLogRow } from "@/modules/auditLog/reading/pages.repo";
import { planSearch, tenantOf } from "./plan";
import type { Plan } from "./plan.repo";
import { countMatches, findMatches, findScanBound } from "./search.repo";
import {
  emptyFilter,
  termFields,
  type AuditLogFilter,
  type HistogramBar,
  type SearchPage,
  type SearchRequest,
} from "./search.types";

/** Newest first: what matches in one tenant, on the platform itself (null), or in all. */
export async function search(scope: TenantScope, request: SearchRequest = {}): Promise<SearchPage> {
  const filter = request.filter ?? emptyFilter;
  const place = toPlace(request, listOf(scope, filter));
  const plan = await planSearch({ scope, filter, viewer: place.viewer });
  return readPage(plan, place, filter);
}

/** A cursor belongs to what was asked for; its window may end now, and so moves on while somebody reads. */
function listOf(scope: TenantScope, filter: AuditLogFilter): List {
  return ["search", tenantOf(scope), JSON.stringify(termFields.map((field) => filter[field]))];
}

// A search that no index serves looks through more and more entries at a time, for about a second: the next piece
// is as large as the last was quick.
const scan = { first: 2_000, factor: 5, least: 200, most: 50_000, pieceMs: 300, milliseconds: 1_000 };

type Window = Pick<AuditLogFilter, "from" | "to">;
type IdRange = { from: string | null; before: string };

/** A page of what a plan reads in a window. */
export async function readPage(plan: Plan, place: Place, { from, to }: Window): Promise<SearchPage> {
  const range = { from: from && firstIdAt(from), before: earlier(place.before, to && firstIdAt(to)) };
  if (countKeys(plan.branches) === 0) return { entries: [], nextCursor: null, searchedTo: null };
  if (plan.residual) return scanPage(plan, place, range);
  const rows = await findPage(plan.branches, { ...range, limit: place.size + 1 });
  return { ...toPage(rows, place), searchedTo: null };
}

/** The same where what is read has to be looked at: for about a second. */
async function scanPage(plan: Plan, place: Place, { from, before: start }: IdRange): Promise<SearchPage> {
  const rows: AuditLogRow[] = [];
  const end = Date.now() + scan.milliseconds;
  let before = start;
  for (let entries = scan.first; ;) {
    const begun = performance.now();
    const bound = await findScanBound(plan, { from, before }, entries);
    const wanted = place.size + 1 - rows.length;
    rows.push(...(await findMatches(plan, { from: bound ?? from, before }, wanted)));
    if (rows.length > place.size || bound === null) return { ...toPage(rows, place), searchedTo: null };
    before = bound;
    if (Date.now() >= end) return toPartialPage(rows, place, bound);
    entries = sizeOfNext(entries, performance.now() - begun);
  }
}

function sizeOfNext(entries: number, tookMs: number): number {
  const factor = Math.min(scan.factor, scan.pieceMs / Math.max(1, tookMs));
  return Math.round(Math.min(scan.most, Math.max(scan.least, entries * factor)));
}

function toPartialPage(rows: readonly AuditLogRow[], place: Place, bound: string): SearchPage {
  return {
    ...toPage(rows, place),
    nextCursor: sealCursor(bound, place.list),
    searchedTo: instantOf(bound),
  };
}

function earlier(id: string, other: string | null): string {
  return other !== null && other < id ? other : id;
}

/** `edges`: ascending instants, one more than there will be bars. */
export type HistogramRequest = Pick<SearchRequest, "filter" | "viewer"> & { edges: readonly Date[] };

// Of each bar so many entries are looked at, so that it costs the same however many there are; fewer the more words
// each of them is searched for.
const mostPerBar = 2_000;

/** How many entries match between each two instants. A bar of very many tells that it is at least so high. */
export async function histogram(scope: TenantScope, request: HistogramRequest): Promise<HistogramBar[]> {
  const { edges, filter = emptyFilter, viewer = "member" } = request;
  if (edges.length < 2) return [];
  const plan = await planSearch({ scope, filter, viewer });
  const keys = countKeys(plan.branches);
  const cost = 1 + filter.words.is.length + filter.words.not.length;
  const cap = Math.max(1, Math.floor(Math.max(mostPerBar / cost, 100) / Math.max(1, keys)));
  const borders = edges.map((edge) => firstIdAt(edge));
  const counts = keys === 0 ? [] : await countMatches(plan, { borders, cap });
  return edges.slice(0, -1).map((from, at) => {
    const { entries, isAtLeast } = counts[at] ?? { entries: 0, isAtLeast: false };
    return { from, to: edges[at + 1] ?? from, entries, isAtLeast };
  });
}
