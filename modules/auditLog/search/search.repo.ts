import { and, desc, eq, sql, type SQL } from "drizzle-orm";
import { auditLogTable, keyOf, shortKeyOf, tenantSeeds } from "@/modules/auditLog/auditLog.schema";
import { toArray } from "@/modules/auditLog/delivery/arrays.repo";
import {
  built,
  countKeys,
  forEachKey,
  newestFirst,
  within,
  type Branch,
  type BranchParts,
} from "@/modules/auditLog/reading/branch.repo";
import type { Range } from "@/modules/auditLog/reading/keyset.repo";
import type { AuditLogRow } from "@/modules/auditLog/reading/pages.repo";
import { searches } from "@/modules/auditLog/reading/pool.repo";
import { asEntries, entryColumns } from "@/modules/auditLog/reading/statements.repo";
import type { Plan } from "./plan.repo";

/** Newest first. A plan has a branch at least, or nothing can match. */
export function findMatches(plan: Plan, range: Range, limit: number): Promise<AuditLogRow[]> {
  return searches()
    .select(entryColumns)
    .from(asEntries(newestOf(plan, { range, limit })))
    .orderBy(desc(auditLogTable.id))
    .limit(limit);
}

/** The id down to which at most `entries` have to be read; null where there are no more. */
export async function findScanBound(
  { branches }: Plan,
  range: Range,
  entries: number,
): Promise<string | null> {
  const [bound] = await searches().execute<{ id: string }>(
    selectScanBound(branches, range, shareOf(branches, entries)),
  );
  return bound?.id ?? null;
}

/** Of so many entries what falls to each thing that branches have an index asked for. */
export function shareOf(branches: readonly Branch[], entries: number): number {
  return Math.max(1, Math.floor(entries / Math.max(1, countKeys(branches))));
}

/** Asks for the id down to which each thing has so many entries at most. */
export function selectScanBound(branches: readonly Branch[], range: Range, share: number): SQL {
  const bounds = branches.map(built).map((branch) =>
    forEachKey(
      branch,
      // Unknown to the planner for the reason that atMost has.
      sql`select id from ${branch.table} where ${within(branch, range)}
        order by ${newestFirst(branch)} offset (select ${share - 1}::bigint) limit (select 1::bigint)`,
    ),
  );
  return sql`select id from (${sql.join(bounds, sql` union all `)}) bounds order by id desc limit 1`;
}

/** Ascending ids that are the borders of ranges, and how many entries of each thing are looked at in each. */
export type Ranges = { borders: readonly string[]; cap: number };
export type Count = { entries: number; isAtLeast: boolean };

/** How many entries match in each range. */
export async function countMatches(plan: Plan, { borders, cap }: Ranges): Promise<Count[]> {
  const range = { from: sql`borders.from_id`, before: sql`borders.before_id` };
  const counts = plan.branches.map(built).map((branch) =>
    forEachKey(
      branch,
      sql`select count(*) filter (where ${plan.residual ?? sql`true`}) as entries, count(*) >= ${cap} as is_at_least
        from ${asEntries(newestIn(branch, { where: within(branch, range), limit: cap }))}`,
    ),
  );
  const rows = await searches().execute<Count>(sql`
    select counted.entries, counted."isAtLeast"
    from unnest(${toArray(borders.slice(0, -1))}::uuid[], ${toArray(borders.slice(1))}::uuid[])
      with ordinality as borders(from_id, before_id, position)
    cross join lateral (
      select sum(entries)::int as entries, bool_or(is_at_least) as "isAtLeast"
      from (${sql.join(counts, sql` union all `)}) as each) as counted
    order by borders.position`);
  return [...rows];
}

type Wanted = { range: Range; limit: number };

/** The newest matches of each branch, in no order. */
export function newestOf({ branches, residual }: Plan, { range, limit }: Wanted): SQL {
  const selects = branches
    .map(built)
    .map((branch) =>
      forEachKey(branch, newestIn(branch, { where: and(within(branch, range), residual), limit })),
    );
  return sql.join(selects, sql` union all `);
}

function newestIn(branch: BranchParts, { where, limit }: { where: SQL | undefined; limit: number }): SQL {
  return sql`select * from ${branch.table} where ${where} order by ${newestFirst(branch, limit)}`;
}

/** Every action that an organization's entries name: the index is asked once for each. */
export async function findActions(organizationId: string): Promise<string[]> {
  const { action, organizationId: organization } = auditLogTable;
  const seed = tenantSeeds.action;
  const key = keyOf(0, action);
  const next = (after?: SQL) => {
    const isOf = sql`${shortKeyOf(seed, organization)} = ${shortKeyOf(seed, sql`${organizationId}`)}`;
    return sql`(select ${key} as key, ${action} as name from ${auditLogTable}
      where ${and(isOf, eq(organization, organizationId), after)} order by ${key} limit 1)`;
  };
  const rows = await searches().execute<{ name: string }>(sql`
    with recursive known(key, name) as (
      ${next()} union all
      select following.key, following.name from known cross join lateral ${next(sql`${key} > known.key`)} as following)
    select name from known`);
  return rows.map(({ name }) => name);
}
