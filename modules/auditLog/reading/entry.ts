import { z } from "zod";
import { answered } from "./answered";
import { findById } from "./pages.repo";
import type { AuditLogEntry, TenantScope, Viewer } from "@/modules/auditLog/auditLog.types";
import { search } from "@/modules/auditLog/search/search";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { tenantOf } from "@/modules/auditLog/search/plan";
import { toEntry } from "./page";

type EntryRequest = { id: string; viewer?: Viewer };

/** One entry; null for what isn't there, and for another tenant's. */
export async function getEntry(
  scope: TenantScope,
  { id, viewer = "member" }: EntryRequest,
): Promise<AuditLogEntry | null> {
  const parsed = z.guid().safeParse(id);
  if (!parsed.success) return null;
  const wanted = parsed.data.toLowerCase();
  const row = await answered(() => findById(wanted, tenantOf(scope) ?? undefined));
  return row && toEntry(row, viewer);
}

// A request takes seconds, and what was delivered late still has the instant at which it happened.
const longestRequest = 10 * 60_000;
const mostOfRequest = 50;

type SameRequest = { entry: AuditLogEntry; viewer?: Viewer };

/** Other entries of the same request, newest first, at most 50. */
export async function getForRequest(
  scope: TenantScope,
  { entry, viewer = "member" }: SameRequest,
): Promise<AuditLogEntry[]> {
  const { id, requestId, createdAt } = entry;
  if (requestId === null) return [];
  const filter = {
    ...emptyFilter,
    request: { is: [requestId], not: [] },
    from: new Date(createdAt.getTime() - longestRequest),
    to: new Date(createdAt.getTime() + longestRequest),
  };
  const { entries } = await search(scope, { filter, viewer, limit: mostOfRequest + 1 });
  return entries.filter((other) => other.id !== id).slice(0, mostOfRequest);
}
