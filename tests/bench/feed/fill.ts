import type postgres from "postgres";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { createDatabase, withoutIndexes, type OwnDatabase, type Server } from "@/tests/bench/log/database";
import { project, recentWork } from "./project";

const months = 24;
const days = 720;
const recentDays = 3;

/**
 * Makes a database whose log holds so many entries of the last two years: of each 25 one is the project's
 * own and one a post's that names it, and of each ten about one is a post's of another project. The newest
 * are the same however many there are, so that their page takes the same to render.
 */
export async function fillDatabase(server: Server, rows: number): Promise<OwnDatabase> {
  const database = await createDatabase(server, "feed");
  const { sql } = database;
  await sql`select audit_log_ensure_partitions(${months}, 3)`;
  await withoutIndexes(sql, () => fillPast(sql, rows));
  await fillRecent(sql);
  for (const table of ["audit_logs", "audit_log_related"]) await sql`vacuum analyze ${sql(table)}`;
  await sql`checkpoint`;
  return database;
}

async function fillPast(sql: postgres.Sql, rows: number): Promise<void> {
  const { type, id, organizationId } = project;
  await sql`insert into audit_logs (id, organization_id, actor_type, actor_id, actor_name, action, resource_type,
      resource_id, resource_name, changes, created_at)
    select (substr(audit_log_first_id(at)::text, 1, 14) || '7' || substr(hash, 1, 3) || '-8' || substr(hash, 4, 3) ||
        '-' || substr(hash, 7, 12))::uuid,
      case when n % 25 < 2 then ${organizationId} else 'org' || n % 50 end,
      'user', 'u' || n % 1000, 'Ana Lindqvist',
      case n % 25 when 0 then 'project.renamed' else 'post.updated' end,
      case n % 25 when 0 then ${type} else 'post' end,
      case n % 25 when 0 then ${id} when 1 then ${`${id}-post`} || n % 100 else 'post' || n % 20000 end,
      'Q3 plan', '{"title": {"from": "Q3 plan", "to": "Q3 plan, second draft"}}', at
    from generate_series(1, ${rows}::int) as n,
      lateral (select now() - interval '1 day' * (${recentDays} + (${rows} - n)::float8 * ${days} / ${rows}) as at,
        md5(n::text) as hash) as made`;
  await sql`insert into audit_log_related (resource_type, resource_id, id, organization_id)
    select ${type}, case organization_id when ${organizationId} then ${id} else 'project-' || organization_id end,
      id, organization_id
    from audit_logs
    where resource_type = 'post' and (organization_id = ${organizationId} or organization_id like 'org%0')`;
}

async function fillRecent(sql: postgres.Sql): Promise<void> {
  const entries = JSON.stringify(recentWork(new Date()).map(toStoredEntry));
  const [row] = await sql<{ code: string | null }[]>`select audit_log_insert(${entries}) as code`;
  if (row?.code !== null) throw new Error(`The newest entries could not be inserted (${row?.code})`);
}
