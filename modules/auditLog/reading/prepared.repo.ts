import { fillPlaceholders, type Query } from "drizzle-orm";
import type { Sql } from "postgres";
import type { AuditLogRow } from "./pages.repo";

/** A select that is prepared, with values for its placeholders, as text. */
export type Statement<Row> = (values: Readonly<Record<string, string>>) => Promise<readonly Row[]>;

/**
 * What Drizzle wrote, once, with rows as the driver gives them, by the names they are selected under. Drizzle's own way
 * of reading looks at each value of each row for what it is, which takes a page a sixth of its whole time
 * (docs/decisions/0012).
 */
export function toStatement<Row extends object>(client: Sql, select: { toSQL: () => Query }): Statement<Row> {
  const { sql: text, params } = select.toSQL();
  return async (values) => {
    const texts = fillPlaceholders(params, values).map(requireText);
    try {
      return await client.unsafe<Row[]>(text, texts, { prepare: true });
    } catch (cause) {
      // The driver's own error tells where its socket was read, not who asked.
      throw new Error("The audit log could not be read", { cause });
    }
  };
}

function requireText(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(`A statement's value is ${typeof value}, not text`);
}

/** An entry as the driver gives it: with times as text, and whether there can be others where that was asked too. */
export type SentRow = Omit<AuditLogRow, Instants> & Record<Instants, string> & { hasOthers?: boolean };

type Instants = "createdAt" | "recordedAt";

/** The row itself, since a copy of each would take as long as to read it. */
export function toRow(sent: SentRow): AuditLogRow {
  const instants = { createdAt: new Date(sent.createdAt), recordedAt: new Date(sent.recordedAt) };
  return Object.assign<Omit<SentRow, Instants>, typeof instants>(sent, instants);
}
