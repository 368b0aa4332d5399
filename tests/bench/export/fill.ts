import postgres from "postgres";
import { migrateDatabase } from "@/db/migrate";

type Server = { sql: postgres.Sql; url: string };

/** A database of its own on the bench's server. */
export type FilledDatabase = { url: string; drop: () => Promise<void> };

const name = "exported";

/** Makes a database whose log holds so many entries of the last 90 days, each with every column; of half something changed. */
export async function fillDatabase({ sql: admin, url }: Server, rows: number): Promise<FilledDatabase> {
  await admin`create database ${admin(name)}`;
  const filled = Object.assign(new URL(url), { pathname: name }).href;
  await migrateDatabase(filled);
  const sql = postgres(filled, { max: 1, onnotice: () => {} });
  try {
    await sql`select audit_log_ensure_partitions(3, 3)`;
    await fill(sql, rows);
    await sql`vacuum analyze audit_logs`;
    await sql`checkpoint`;
  } finally {
    await sql.end();
  }
  return { url: filled, drop: async () => void (await admin`drop database ${admin(name)} with (force)`) };
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
