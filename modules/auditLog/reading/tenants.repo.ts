import { and, sql, type SQL } from "drizzle-orm";
import { shortKeyOf } from "@/modules/auditLog/auditLog.schema";
import { built, type Group } from "./branch.repo";
import { pages } from "./pool.repo";

/** The keys of at most so many tenants that have entries of a group: the index is asked once for each. */
export async function findTenantKeys(group: Group, limit: number): Promise<string[]> {
  const { table, seed, of } = built(group);
  const lead = shortKeyOf(seed, table.organizationId);
  const next = (after?: SQL) =>
    sql`(select ${lead} as key from ${table} where ${and(of, after)} order by ${lead} limit 1)`;
  const rows = await pages()
    .select({ key: sql<string>`found.key::text` })
    .from(
      sql`(
        with recursive tenant(key) as (
          ${next()} union all
          select ${next(sql`${lead} > tenant.key`)} from tenant where tenant.key is not null)
        select key from tenant where key is not null) as found`,
    )
    .limit(limit)
    .prepare("tenants")
    .execute();
  return rows.map(({ key }) => key);
}
