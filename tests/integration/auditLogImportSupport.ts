import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { runCommand } from "@/modules/auditLog/cli/command";
import { importVerb } from "@/modules/auditLog/cli/import";

/** The command in this process: its exit code, and what it says to whom. */
export async function runImport(
  args: readonly string[],
  input: Iterable<Uint8Array> = [],
): Promise<{ code: number; said: string; complained: string }> {
  const [said, complained]: [string[], string[]] = [[], []];
  const code = await runCommand({ import: importVerb }, ["import", ...args], {
    input: Readable.from(input, { objectMode: true }),
    output: new PassThrough(),
    say: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
  });
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}

/** A file that is removed after the test. */
export async function fileOf(content: string | Uint8Array, name = "old.ndjson"): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "audit-log-import-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

let made = 0;

/** A name, of an import, a table or a tenant, that no other test uses. */
export function fresh(kind: string): string {
  return `${kind}_${++made}`;
}

/** What is needed of a mapping, for lines of `lineOf`. */
export const mapped = ["--map", "action=event", "--map", "at=at", "--map", "resource=post/{post}"];

/** One of another system's lines: the `n`th post's, `n` seconds after the start of 2024. */
export function lineOf(n: number, change: object = {}): string {
  const at = new Date(Date.UTC(2024, 0, 1) + n * 1_000).toISOString();
  return JSON.stringify({ event: "post.published", at, post: n, ...change });
}

export function linesOf(count: number, from = 1): string {
  return Array.from({ length: count }, (_, index) => `${lineOf(from + index)}\n`).join("");
}

export type Imported = Record<string, unknown> & { id: string; resource_id: string };

/** A tenant's entries, oldest first. */
export async function entriesOf(organizationId: string): Promise<Imported[]> {
  const rows = await db.execute<Imported>(sql`
    select *, tableoid::regclass::text as partition from audit_logs
    where organization_id = ${organizationId} order by id`);
  return [...rows];
}

/** The ids of their resources, in the order of the log. */
export async function resourcesOf(organizationId: string): Promise<string[]> {
  return (await entriesOf(organizationId)).map((entry) => entry.resource_id);
}

/** How far an import has come, as the database has it. */
export async function stateOf(name: string): Promise<Record<string, unknown> | undefined> {
  const rows = await db.execute(sql`
    select source::jsonb ->> 'source' as source, imported::int, existing::int, refused::int, position, completed_at is not null as completed
    from audit_log_imports where name = ${name}`);
  return rows[0];
}
