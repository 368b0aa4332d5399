import { sql, type SQL } from "drizzle-orm";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import {
  built,
  countKeys,
  forEachKey,
  newestFirst,
  oldestFirst,
  within,
  type Branch,
  type BranchParts,
} from "@/modules/auditLog/reading/branch.repo";
import { searches } from "@/modules/auditLog/reading/pool.repo";
import { asEntries } from "@/modules/auditLog/reading/statements.repo";
import { isDoneBy, type Plan } from "./plan.repo";
import { findScanBound, newestOf } from "./search.repo";

const whole = { from: null, before: lastId };

type Borders = { first: string | null; last: string | null };

/** The ids of the first and the last entry of all branches. */
export async function findBorders(branches: readonly Branch[]): Promise<Borders> {
  const [row] = await searches().execute<Borders>(sql`
    select ${border(branches, { order: oldestFirst, pick: sql`asc` })} as first,
      ${border(branches, { order: newestFirst, pick: sql`desc` })} as last`);
  return row ?? { first: null, last: null };
}

type End = { order: (branch: BranchParts, limit: number) => SQL; pick: SQL };

function border(branches: readonly Branch[], { order, pick }: End): SQL {
  if (branches.length === 0) return sql`null::uuid`;
  const ends = branches
    .map(built)
    .map((branch) =>
      forEachKey(
        branch,
        sql`select id from ${branch.table} where ${within(branch, whole)} order by ${order(branch, 1)}`,
      ),
    );
  return sql`(select id from (${sql.join(ends, sql` union all `)}) ends order by id ${pick} limit 1)`;
}

type Counted = { kind: string; value: string; name: string | null; entries: number };

/** `addressesOf`: a person, of whose own doing alone addresses are told. */
type Size = { entries: number; named: number; addressesOf?: string | undefined };

/** Of `counted` entries, which are all unless `isPartial`; the ids of the oldest and the newest of them. */
export type Occurrences = {
  counted: number;
  oldest: string | null;
  newest: string | null;
  isPartial: boolean;
  occurrences: Counted[];
};

/** The most frequent actions, actors and addresses of a plan's newest entries. */
export async function findOccurrences(plan: Plan, size: Size): Promise<Occurrences> {
  for (let entries = size.entries; ; entries *= growth) {
    const found = await findOccurrencesOf(plan, { ...size, entries });
    // Where a few of many things are busy, the share of each is small, and what is counted with it.
    const isShort = found.isPartial && found.counted < size.entries / 2;
    if (!isShort || entries > size.entries * countKeys(plan.branches)) return found;
  }
}

const growth = 8;

async function findOccurrencesOf(plan: Plan, size: Size): Promise<Occurrences> {
  const { entries, named, addressesOf } = size;
  const bound = await findScanBound(plan, whole, entries);
  const hasAddress = addressesOf === undefined ? sql`true` : isDoneBy(addressesOf);
  const top = (kind: string, value: SQL, name = sql`null::text`) => sql`
    (select ${kind}::text as kind, ${value} as value, ${name} as name, count(*)::int as entries from newest
      where ${value} is not null group by ${value} order by entries desc, value limit ${named})`;
  const rows = await searches().execute<Counted>(sql`
    with newest as materialized (
      select id, action, actor_id, actor_name, case when ${hasAddress} then host(ip) end as address
      from ${asEntries(newestOf(plan, { range: { ...whole, from: bound }, limit: entries }))})
    ${top("action", sql`action`)} union all
    ${top("actor", sql`actor_id`, sql`(array_agg(actor_name order by id desc))[1]`)} union all
    ${top("address", sql`address`)} union all
    (select 'ends', (select id::text from newest order by id limit 1),
      (select id::text from newest order by id desc limit 1), count(*)::int from newest)`);
  const ends = rows.find(({ kind }) => kind === "ends");
  return {
    counted: ends?.entries ?? 0,
    oldest: ends?.value ?? null,
    newest: ends?.name ?? null,
    isPartial: bound !== null,
    occurrences: [...rows],
  };
}
