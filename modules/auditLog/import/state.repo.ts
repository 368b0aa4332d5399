import { z } from "zod";
import type { Target } from "./import.repo";

/** How far an import has come. */
export type ImportState = {
  source: string;
  position: Readonly<Record<string, unknown>> | null;
  /** Its rows that are in the log. */
  stored: number;
  refused: number;
  completedAt: Date | null;
};

const stateRow = z.object({
  source: z.string(),
  position: z.record(z.string(), z.unknown()).nullable(),
  stored: z.coerce.number(),
  refused: z.coerce.number(),
  completed_at: z.date().nullable(),
});

export async function findState({ client, name }: Target): Promise<ImportState | null> {
  const [row] = await client`
    select source, position, imported + existing as stored, refused, completed_at
    from audit_log_imports where name = ${name}`;
  if (!row) return null;
  const { completed_at: completedAt, ...state } = stateRow.parse(row);
  return { ...state, completedAt };
}

/** The other imports that brought something into the log. */
export async function findOthers({ client, name }: Target): Promise<{ name: string; source: string }[]> {
  return client<{ name: string; source: string }[]>`
    select name, source from audit_log_imports where name <> ${name} and imported + existing > 0 order by name`;
}

/** Notes what an import that goes on is one of. */
export async function note({ client, name }: Target, source: string): Promise<void> {
  await client`update audit_log_imports set source = ${source} where name = ${name} and source <> ${source}`;
}

/** Notes a new import, or that one begins anew. */
export async function begin({ client, name }: Target, source: string): Promise<void> {
  await client`
    insert into audit_log_imports (name, source) values (${name}, ${source})
    on conflict (name) do update set source = excluded.source, position = null, imported = 0, existing = 0,
      refused = 0, started_at = now(), updated_at = now(), completed_at = null`;
}

/** Notes that the end was reached. */
export async function complete({ client, name }: Target): Promise<void> {
  await client`update audit_log_imports set completed_at = now() where name = ${name}`;
}

/** The log's own tables, each with its schema. */
export async function findLogTables({ client }: Target): Promise<string[]> {
  const rows = await client<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_partition_tree('audit_logs') as part
    join pg_class c on c.oid = part.relid join pg_namespace n on n.oid = c.relnamespace`;
  return rows.map(({ name }) => name);
}
