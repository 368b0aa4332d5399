import { and, desc, sql, type SQL } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { AuditLogRow } from "@/modules/auditLog/auditLog.repo";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { reading } from "@/modules/auditLog/reading/pool.repo";
import { newestFirst, within, type Branch, type Plan, type Range } from "./plan.repo";

/** Newest first. A plan has a branch at least, or nothing can match. */
export function findMatches(plan: Plan, range: Range, limit: number): PromiseLike<AuditLogRow[]> {
  const [first, second, ...others] = plan.branches.map((branch) => matchesOf(branch, { plan, range, limit }));
  if (!first) return Promise.resolve([]);
  if (!second) return first;
  return unionAll(first, second, ...others)
    .orderBy(desc(auditLogTable.id))
    .limit(limit);
}

type Wanted = { plan: Plan; range: Range; limit: number };

function matchesOf(branch: Branch, { plan, range, limit }: Wanted) {
  return reading()
    .select()
    .from(auditLogTable)
    .where(and(within(branch, range), plan.residual))
    .orderBy(newestFirst(branch, limit));
}

/** The id down to which at most `entries` of each branch have to be read; null where there are no more. */
export async function findScanBound(
  { branches }: Plan,
  range: Range,
  entries: number,
): Promise<string | null> {
  const bounds = branches.map(
    (branch) => sql`(select ${auditLogTable.id} from ${auditLogTable} where ${within(branch, range)}
      order by ${newestFirst(branch)} offset ${entries - 1} limit 1)`,
  );
  if (bounds.length === 0) return null;
  const [bound] = await reading().execute<{ id: string }>(
    sql`select id from (${sql.join(bounds, sql` union all `)}) bounds order by id desc limit 1`,
  );
  return bound?.id ?? null;
}

/** Ascending ids that are the borders of ranges, and how many entries of each are looked at. */
export type Ranges = { borders: readonly string[]; cap: number };
export type Count = { entries: number; scanned: number };

/** How many entries match in each range. */
export async function countMatches(plan: Plan, { borders, cap }: Ranges): Promise<Count[]> {
  const range = { from: sql`borders.from_id`, before: sql`borders.before_id` };
  const rows = await reading().execute<Count>(sql`
    select counted.entries, counted.scanned
    from unnest(${toArray(borders.slice(0, -1))}, ${toArray(borders.slice(1))})
      with ordinality as borders(from_id, before_id, position)
    cross join lateral (
      select count(*) filter (where ${plan.residual ?? sql`true`})::int as entries, count(*)::int as scanned
      from (${newestOf(plan.branches, { range, limit: cap })}) as audit_logs) as counted
    order by borders.position`);
  return [...rows];
}

/** Under the table's own name, so that conditions on its columns hold for it. */
export function newestOf(branches: readonly Branch[], { range, limit }: Omit<Wanted, "plan">): SQL {
  const selects = branches.map(
    (branch) => sql`(select * from ${auditLogTable} where ${within(branch, range)}
      order by ${newestFirst(branch, limit)})`,
  );
  return sql.join(selects, sql` union all `);
}

function toArray(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(",")}}`}::uuid[]`;
}

/** Every action that an organization's entries name, by one probe of the index for each. */
export async function findActions(organizationId: string): Promise<string[]> {
  const { action, organizationId: organization } = auditLogTable;
  const next = (after: SQL) => sql`(select ${action} from ${auditLogTable}
    where ${organization} = ${organizationId} ${after} order by ${action} limit 1)`;
  const rows = await reading().execute<{ action: string }>(sql`
    with recursive known(action) as (
      ${next(sql``)} union all
      select ${next(sql`and ${action} > known.action`)} from known where known.action is not null)
    select action from known where action is not null`);
  return rows.map((row) => row.action);
}
