import { z } from "zod";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { adviceOn } from "@/modules/auditLog/errorCodes.types";
import { ImportError, type TableSource } from "./import.types";
import { orderOf } from "./importId";
import { parseJson } from "./json";
import { suggest } from "./nearest";
import type { SourceRecord } from "./reference";
import type { Position, RowSource, SourceBatch, SourceRow } from "./source";
import {
  closeSource,
  databaseOf,
  describeTable,
  hasRow,
  lacksKey,
  openSource,
  readPage,
  tableNames,
  type Column,
  type Page,
  type TableDescription,
  type TextRow,
} from "./table.repo";

const tablePosition = z.strictObject({ key: z.array(z.string()), rows: z.number() });
type TablePosition = z.infer<typeof tablePosition>;

type Client = ReturnType<typeof openSource>;
type Opened = { client: Client; table: TableDescription; key: readonly Column[] };

const fewestRows = 100;
const mostRows = 1_000;
const pageCharacters = 2 ** 18;

/**
 * `isNeeded` says which columns are read.
 *
 * @throws ImportError where there is no such table, it can't be read, or its rows can't be told apart
 */
export async function openTable(
  { table: name, from, key }: TableSource,
  isNeeded: (column: string) => boolean,
): Promise<RowSource> {
  const client = openSource(from);
  try {
    const table = await requireTable(client, name);
    const opened = { client, table, key: await requireKey(client, table, key) };
    const columns = table.columns.filter((column) => isNeeded(column.name));
    return {
      label: `table ${table.schema}.${table.name}`,
      database: from === undefined ? null : await databaseOf(client),
      key: opened.key.map((column) => column.name),
      columns: table.columns.map((column) => column.name),
      batches: (position) => readTable(opened, { columns, from: position }),
      close: () => closeSource(client),
    };
  } catch (error) {
    await closeSource(client);
    throw unreadable(error);
  }
}

/** A URL's password and a row's values stay out of it. */
function unreadable(error: unknown): unknown {
  if (error instanceof ImportError) return error;
  const code = codeOf(error);
  if (code === "UNKNOWN") return error;
  const problem = problems.get(code) ?? adviceOn(code).meaning;
  return new ImportError(`The source can't be read (${code}). ${problem} Then run this again.`);
}

// Their usual advice is on the log's own database.
const problems = new Map([
  ["42501", "Grant its user SELECT on the table, and on what a view reads."],
  ["3D000", "There is no such database: correct --from, or DATABASE_URL."],
  ["28P01", "Its user or password is refused: correct --from and PGPASSWORD, or DATABASE_URL."],
]);

async function requireTable(client: Client, name: string): Promise<TableDescription> {
  const table = await describeTable(client, name);
  if (table === null)
    throw new ImportError(`There is no table ${name}${suggest(name, await tableNames(client))}`);
  if (table.isReadable) return table;
  throw new ImportError(`The table ${name} may not be read by this user: grant it SELECT on it first.`);
}

async function requireKey(client: Client, table: TableDescription, given: readonly string[] | undefined) {
  const names = given ?? table.uniqueKeys[0];
  if (names === undefined)
    throw new ImportError(
      `${table.name} has no primary key: name columns that tell its rows apart, e.g. --key id.`,
    );
  const key = names.map((name) => requireColumn(table, name));
  const isUnique = table.uniqueKeys.some((unique) => unique.every((name) => names.includes(name)));
  if (table.hasKeys && !isUnique)
    throw new ImportError(
      `--key ${names.join(",")}: no unique index says that this tells the rows of ${table.name} apart and is never null.`,
    );
  if (!table.hasKeys && (await lacksKey(client, { table, key })))
    throw new ImportError(
      `--key ${names.join(",")}: there are rows without it, which have no place in its order.`,
    );
  return key;
}

function requireColumn({ name: table, columns }: TableDescription, name: string): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const names = columns.map((candidate) => candidate.name);
  throw new ImportError(`${table} has no column "${name}"${suggest(name, names)}`);
}

type Reading = { columns: readonly Column[]; from: Position | null };

async function* readTable(opened: Opened, { columns, from }: Reading): AsyncGenerator<SourceBatch> {
  const { client, table, key } = opened;
  let at = from === null ? { key: [], rows: 0 } : tablePosition.parse(from);
  let limit = fewestRows;
  const page = (): Page => ({ table, columns, key, after: at.rows === 0 ? null : at.key, limit: limit + 1 });
  try {
    await requireLast(opened, at);
    let reading = readPage(client, page());
    for (;;) {
      const found = await reading;
      const rows = found.slice(0, limit);
      requireApart(found, key);
      const start = at;
      at = rows.length === 0 ? at : positionOf(rows, { key, rows: start.rows + rows.length });
      const isLast = found.length <= limit;
      limit = nextLimit(rows);
      // The next page is on its way while this one is worked on.
      if (!isLast) reading = readPage(client, page());
      reading.catch(() => {});
      yield toBatch(rows, { columns, key, start, table });
      if (isLast) return;
    }
  } catch (error) {
    throw unreadable(error);
  }
}

/** Emptied and filled anew, it would be taken for done up to there. */
async function requireLast(
  { client, table, key }: Opened,
  { key: last, rows }: TablePosition,
): Promise<void> {
  if (rows === 0 || (await hasRow(client, { table, key, values: last }))) return;
  throw new ImportError(
    `The row of ${table.name} behind which to go on is gone. If rows were deleted since, --again reads the table from ` +
      "its beginning and passes over what is in the log; if it was filled anew, give it another --name.",
  );
}

function positionOf(
  rows: readonly TextRow[],
  { key, rows: count }: { key: readonly Column[]; rows: number },
) {
  return { key: keyOf(rows.at(-1) ?? [], key), rows: count };
}

function keyOf(row: TextRow, key: readonly Column[]): string[] {
  return row.slice(-key.length).map((value) => value ?? "");
}

/** About a quarter of a megabyte a page: rows may be wide. */
function nextLimit(rows: readonly TextRow[]): number {
  let characters = 0;
  for (const row of rows) for (const value of row) characters += value?.length ?? 0;
  const fitting = Math.floor(pageCharacters / Math.max(1, characters / Math.max(1, rows.length)));
  return Math.min(mostRows, Math.max(fewestRows, fitting));
}

/** Of two rows alike in the key one would be passed over where a page ends between them. */
function requireApart(rows: readonly TextRow[], key: readonly Column[]): void {
  for (let at = 1; at < rows.length; at++) {
    const [one, other] = [rows[at - 1] ?? [], rows[at] ?? []];
    const isApart = key.some((_, index) => one.at(-1 - index) !== other.at(-1 - index));
    if (isApart) continue;
    const names = key.map(({ name }) => name).join(",");
    throw new ImportError(`--key ${names}: two rows are alike in it. Name columns that tell all rows apart.`);
  }
}

type Shape = {
  columns: readonly Column[];
  key: readonly Column[];
  start: TablePosition;
  table: TableDescription;
};

function toBatch(rows: readonly TextRow[], { columns, key, start, table }: Shape): SourceBatch {
  const before = (at: number): TablePosition =>
    at === 0 ? start : positionOf(rows.slice(0, at), { key, rows: start.rows + at });
  const read = columns.map((column) => ({ name: column.name, parse: parserOf(column) }));
  const row = (at: number): SourceRow => {
    const values = rows[at] ?? [];
    const parts = keyOf(values, key);
    return {
      record: toRecord(values, read),
      key: parts.join("\0"),
      order: isNumber(parts) ? orderOf(Number(parts[0])) : null,
    };
  };
  const placeOf = (at: number): string => {
    const names = key.map(({ name }) => name).join(", ");
    const parts = keyOf(rows[at] ?? [], key);
    // A key that is no number may be anything, also what nobody wants on a screen.
    return isNumber(parts)
      ? `row ${names} ${parts[0]}`
      : `row ${start.rows + at + 1} in the order of ${names}`;
  };
  const share = table.rows === null ? null : Math.min(1, (start.rows + rows.length) / table.rows);
  return { size: rows.length, row, placeOf, before, end: before(rows.length), share };
}

function isNumber(key: readonly string[]): boolean {
  return key.length === 1 && /^\d{1,15}$/.test(key[0] ?? "");
}

type Read = { name: string; parse: (text: string) => unknown };

function toRecord(row: TextRow, columns: readonly Read[]): SourceRecord {
  const record: Record<string, unknown> = {};
  for (let at = 0; at < columns.length; at++) {
    const [column, text] = [columns[at], row[at] ?? null];
    if (column) record[column.name] = text === null ? null : column.parse(text);
  }
  return record;
}

const asItIs = (text: string): string => text;
// What a double can't hold stays text.
const asNumber = (text: string) => (/^-?(?:\d{1,15}|\d{1,9}\.\d{1,6})$/.test(text) ? Number(text) : text);

function parserOf({ type, category }: Column): Read["parse"] {
  // Arrays and composites: table.repo.ts has them told as JSON.
  if (type === "json" || type === "jsonb" || category === "A" || category === "C") return parseJson;
  if (type === "boolean") return (text) => text === "true";
  return category === "N" ? asNumber : asItIs;
}
