import postgres, { type Sql } from "postgres";
import { z } from "zod";
import { createSqlClient, endSqlClient } from "@/db/drizzle";

const namesSchema = z.array(z.string());

/** A column: its type as Postgres writes it, and the letter of its category in `pg_type`. */
export type Column = { name: string; type: string; category: string };

/** A table or view, as the catalog has it. `uniqueKeys`: each lists columns that tell every row apart, the primary key first. */
export type TableDescription = {
  schema: string;
  name: string;
  isReadable: boolean;
  /** Whether the catalog knows keys at all: of a view it does not. */
  hasKeys: boolean;
  /** The planner's estimate; null where it has none. */
  rows: number | null;
  columns: readonly Column[];
  uniqueKeys: readonly (readonly string[])[];
};

/** Rows as texts: their columns' first, then their key's. */
export type TextRow = readonly (string | null)[];

export type Page = {
  table: Pick<TableDescription, "schema" | "name">;
  columns: readonly Column[];
  key: readonly Column[];
  /** The key behind which to begin. */
  after: readonly string[] | null;
  limit: number;
};

// Times come as ISO 8601 with their zone, and no limit of the application's ends a long read.
const settings = {
  application_name: "audit_log_import",
  TimeZone: "UTC",
  DateStyle: "ISO",
  statement_timeout: 0,
};

/** A connection to what is imported: the log's own database, or another one. */
export function openSource(url: string | undefined): Sql {
  const options = { max: 1, connect_timeout: 10, connection: settings };
  if (url === undefined) return createSqlClient(options);
  return postgres(url, { ...options, onnotice: () => {}, fetch_types: false });
}

/**
 * Which database this is, wherever it is reached: by its server's system identifier (PostgreSQL, pg_control_system), or
 * by its address where the user may not ask for that.
 */
export async function databaseOf(client: Sql): Promise<string> {
  const [row] = await client<{ name: string; may: boolean }[]>`select current_database() as name,
    coalesce(has_function_privilege(to_regprocedure('pg_control_system()'), 'execute'), false) as may`;
  const { host, port } = client.options;
  const [system] = row?.may
    ? await client<{ id: string }[]>`select system_identifier::text as id from pg_control_system()`
    : [];
  const server = system ? `server ${system.id}` : host.map((name, at) => `${name}:${port[at]}`).join();
  return `database ${row?.name} of ${server}`;
}

export async function closeSource(client: Sql): Promise<void> {
  await endSqlClient(client, { timeout: 1 });
}

/** Null: there is none of that name, or it is named without its schema and not in the search path. */
export async function describeTable(client: Sql, table: string): Promise<TableDescription | null> {
  const { schema, name } = splitName(table);
  const [found] = await client<
    { oid: number; schema: string; kind: string; rows: number; readable: boolean }[]
  >`
    select c.oid::int8::text as oid, n.nspname as schema, c.relkind as kind, c.reltuples::float8 as rows,
      has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select') as readable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname = ${name}
      and case when ${schema}::text is null then pg_table_is_visible(c.oid) else n.nspname = ${schema} end`;
  if (!found) return null;
  return {
    schema: found.schema,
    name,
    isReadable: found.readable,
    hasKeys: ["r", "p", "m"].includes(found.kind),
    rows: found.rows > 0 ? found.rows : null,
    columns: await columnsOf(client, found.oid),
    uniqueKeys: await uniqueKeysOf(client, found.oid),
  };
}

function splitName(table: string): { schema: string | null; name: string } {
  const dot = table.indexOf(".");
  return dot === -1
    ? { schema: null, name: table }
    : { schema: table.slice(0, dot), name: table.slice(dot + 1) };
}

async function columnsOf(client: Sql, oid: number): Promise<Column[]> {
  return client<Column[]>`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, t.typcategory as category
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped order by a.attnum`;
}

async function uniqueKeysOf(client: Sql, oid: number): Promise<string[][]> {
  const rows = await client<{ columns: string }[]>`
    select json_agg(a.attname order by k.at)::text as columns
    from pg_index i, unnest(i.indkey::int2[]) with ordinality as k(attnum, at), pg_attribute a
    where i.indrelid = ${oid} and i.indisunique and i.indisvalid and i.indimmediate
      and i.indpred is null and i.indexprs is null and k.at <= i.indnkeyatts
      and a.attrelid = i.indrelid and a.attnum = k.attnum
    group by i.indexrelid, i.indisprimary
    having bool_and(a.attnotnull) order by i.indisprimary desc, count(*)`;
  return rows.map(({ columns }) => namesSchema.parse(JSON.parse(columns)));
}

/** The tables and views that may be read, for whoever has mistyped one. */
export async function tableNames(client: Sql): Promise<string[]> {
  const rows = await client<{ name: string }[]>`
    select case when pg_table_is_visible(c.oid) then c.relname else n.nspname || '.' || c.relname end as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
      and has_any_column_privilege(c.oid, 'select') order by 1 limit 1000`;
  return rows.map(({ name }) => name);
}

/** Whether a row has no value in one of these columns: it has no place in their order. */
export async function lacksKey(client: Sql, { table, key }: Pick<Page, "table" | "key">): Promise<boolean> {
  const missing = key.map(({ name }) => `${quoted(name)} is null`).join(" or ");
  const rows = await client.unsafe(`select from ${nameOf(table)} where ${missing} limit 1`);
  return rows.length > 0;
}

/** Whether the row of that key is there. */
export async function hasRow(
  client: Sql,
  { table, key, values }: Pick<Page, "table" | "key"> & { values: readonly string[] },
): Promise<boolean> {
  const same = key.map(({ name, type }, at) => `${quoted(name)} = $${at + 1}::text::${type}`).join(" and ");
  const rows = await client.unsafe(`select from ${nameOf(table)} where ${same} limit 1`, [...values]);
  return rows.length > 0;
}

/**
 * The next rows in the order of their key, by a statement of its own each time: a cursor would hold a snapshot for as
 * long as the import takes. It is planned anew with its values: see the measured cliffs of a plan for any value.
 */
export async function readPage(client: Sql, { table, columns, key, after, limit }: Page): Promise<TextRow[]> {
  // With the table's name: a bare one is the selected text's, whose order is another.
  const order = key.map(({ name }) => `source.${quoted(name)}`).join(", ");
  const bounds = key.map(({ type }, at) => `$${at + 1}::text::${type}`).join(", ");
  const selected = [...columns.map(toText), ...key.map(({ name }) => `${quoted(name)}::text`)].join(", ");
  const statement = `select ${selected} from ${nameOf(table)} as source
    ${after === null ? "" : `where (${order}) > (${bounds})`} order by ${order} limit ${limit}`;
  return client.unsafe<Record<string, string | null>[]>(statement, [...(after ?? [])]).values();
}

/** Bytes are told as `log()` tells them, by their number; what has parts as JSON. */
function toText({ name, type, category }: Column): string {
  const column = quoted(name);
  if (type === "bytea") return `'[' || octet_length(${column}) || ' bytes]'`;
  return category === "A" || category === "C" ? `to_jsonb(${column})::text` : `${column}::text`;
}

function nameOf({ schema, name }: Page["table"]): string {
  return `${quoted(schema)}.${quoted(name)}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
