import type postgres from "postgres";
import { createDatabase, withoutIndexes, type OwnDatabase, type Server } from "@/tests/bench/log/database";

/** Makes a database whose log holds so many entries of the last 90 days, each with every column; of half something changed. */
export async function fillDatabase(server: Server, rows: number): Promise<OwnDatabase> {
  const database = await createDatabase(server, "exported");
  const { sql } = database;
  await sql`select audit_log_ensure_partitions(3, 3)`;
  await withoutIndexes(sql, () => fill(sql, rows));
  await sql`vacuum analyze audit_logs`;
  await sql`checkpoint`;
  return database;
}

async function fill(sql: postgres.Sql, rows: number): Promise<void> {
  await sql`insert into audit_logs (id, organization_id, actor_type, actor_id, actor_name, action, resource_type,
      resource_id, resource_name, changes, metadata, ip, user_agent, request_id, created_at)
    select (substr(audit_log_first_id(at)::text, 1, 14) || '7' || substr(hash, 1, 3) || '-8' || substr(hash, 4, 3) ||
        '-' || substr(hash, 7, 12))::uuid,
      'org' || n % 3, 'user', 'u' || n % 1000, 'Ana Lindqvist', 'post.updated', 'post', 'post' || n % 20000,
      'Website 2026, part ' || n,
      case when n % 2 = 0 then '{"title": {"from": "Q3 plan", "to": "Q3 plan, second draft"}}'::jsonb end,
      '{"reason": "no longer needed", "role": "member", "posts": 12}', '192.0.2.7',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      hash::uuid::text, at
    from generate_series(1, ${rows}::int) as n,
      lateral (select now() - interval '90 days' * (${rows} - n)::float8 / ${rows} as at, md5(n::text) as hash) as made`;
}
