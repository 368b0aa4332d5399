import { sql, type SQL } from "drizzle-orm";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import { reading } from "@/modules/auditLog/reading/pool.repo";
import { isDoneBy, newestFirst, oldestFirst, within, type Branch } from "./plan.repo";
import { newestOf } from "./search.repo";

const whole = { from: null, before: lastId };

type Borders = { first: string | null; last: string | null };

/** The ids of the first and the last entry of all branches. */
export async function findBorders(branches: readonly Branch[]): Promise<Borders> {
  const [row] = await reading().execute<Borders>(sql`
    select ${border(branches, { order: oldestFirst, pick: sql`asc` })} as first,
      ${border(branches, { order: newestFirst, pick: sql`desc` })} as last`);
  return row ?? { first: null, last: null };
}

type End = { order: (branch: Branch, limit: number) => SQL; pick: SQL };

function border(branches: readonly Branch[], { order, pick }: End): SQL {
  const ends = branches.map(
    (branch) => sql`(select ${auditLogTable.id} from ${auditLogTable} where ${within(branch, whole)}
      order by ${order(branch, 1)})`,
  );
  return sql`(select id from (${sql.join(ends, sql` union all `)}) ends order by id ${pick} limit 1)`;
}

type Counted = { kind: string; value: string; name: string | null; entries: number };

/** `addressesOf`: a person, of whose own doing alone addresses are told. */
type Size = { entries: number; named: number; addressesOf?: string | undefined };
type Occurrences = { counted: number; occurrences: Counted[] };

/** The most frequent actions, actors and addresses of the newest entries of all branches. */
export async function findOccurrences(branches: readonly Branch[], size: Size): Promise<Occurrences> {
  const { entries, named, addressesOf } = size;
  const hasAddress = addressesOf === undefined ? sql`true` : isDoneBy(addressesOf);
  const top = (kind: string, value: SQL, name = sql`null::text`) => sql`
    (select ${kind}::text as kind, ${value} as value, ${name} as name, count(*)::int as entries from newest
      where ${value} is not null group by ${value} order by entries desc, value limit ${named})`;
  const rows = await reading().execute<Counted>(sql`
    with newest as materialized (
      select id, action, actor_id, actor_name, case when ${hasAddress} then host(ip) end as address
      from (${newestOf(branches, { range: whole, limit: entries })}) as audit_logs
      order by id desc limit ${entries})
    ${top("action", sql`action`)} union all
    ${top("actor", sql`actor_id`, sql`(array_agg(actor_name order by id desc))[1]`)} union all
    ${top("address", sql`address`)} union all
    (select 'counted', '', null, count(*)::int from newest)`);
  const counted = rows.find(({ kind }) => kind === "counted")?.entries ?? 0;
  return { counted, occurrences: [...rows] };
}
