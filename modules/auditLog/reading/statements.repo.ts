import { and, eq, getTableColumns, getTableName, sql, Subquery, type SQL } from "drizzle-orm";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import {
  auditLogPresenceTable,
  auditLogRelatedTable,
  auditLogTable,
} from "@/modules/auditLog/auditLog.schema";
import { forEachKey, newestFirst, within, type Branch, type BranchParts } from "./branch.repo";
import { pages } from "./pool.repo";

const { txid: _, ...columns } = getTableColumns(auditLogTable);

/** What is read of an entry: all that is told of it. */
export const entryColumns = columns;

const { id, organizationId } = auditLogRelatedTable;
const keyColumns = { id, organizationId };

type Statements = ReturnType<typeof statementsOn>;

const known = new WeakMap<PostgresJsDatabase, Statements>();

/**
 * What pages are read by. A statement is written once and prepared on each connection: to write it takes Drizzle as
 * long as it takes Postgres to run it, and to plan it several times as long.
 */
export function statements(): Statements {
  const database = pages();
  const found = known.get(database) ?? statementsOn(database);
  known.set(database, found);
  return found;
}

function statementsOn(database: PostgresJsDatabase) {
  return {
    /** The newest entries of a branch. */
    entriesOf: onceAShape((prepared) =>
      database
        .select(entryColumns)
        .from(asEntries(newestOf(prepared)))
        .prepare("entries"),
    ),
    /** The same, and with each of them whether there can be entries of another kind: to ask by itself takes longer. */
    entriesAndPresence: onceAShape((prepared) =>
      database
        .select({ ...entryColumns, hasOthers: sql<boolean>`exists (${presenceOf(database)})` })
        .from(asEntries(newestOf(prepared)))
        .prepare("entries_and_presence"),
    ),
    /** The keys of the newest entries that a branch names as related. */
    keysOf: onceAShape((prepared) =>
      database
        .select(keyColumns)
        .from(new Subquery(newestOf(prepared), keyColumns, getTableName(auditLogRelatedTable)))
        .prepare("keys"),
    ),
    presence: presenceOf(database).prepare("presence"),
    entriesByKey: database.select(entryColumns).from(asEntries(byKey())).prepare("entries_by_key"),
  };
}

function presenceOf(database: PostgresJsDatabase) {
  const { kind, value } = auditLogPresenceTable;
  return database
    .select({ kind })
    .from(auditLogPresenceTable)
    .where(and(eq(kind, sql.placeholder("kind")), eq(value, sql.placeholder("presence"))));
}

/** A branch, and what is computed for it before anything is read. */
type Prepared = { branch: BranchParts; given: ReadonlyMap<string, SQL> };

function onceAShape<Statement>(prepare: (prepared: Prepared) => Statement): (branch: Branch) => Statement {
  const known = new Map<string, Statement>();
  return ({ shape, build }) => {
    const statement = known.get(shape) ?? prepare(withPlaceholders(build));
    known.set(shape, statement);
    return statement;
  };
}

function withPlaceholders(build: Branch["build"]): Prepared {
  const given = new Map<string, SQL>();
  const once = (name: string, computed: SQL) => {
    given.set(name, computed);
    return sql`given.${sql.identifier(name)}`;
  };
  return { branch: build({ value: placeholder, once }), given };
}

function placeholder(name: string): SQL {
  return sql`${sql.placeholder(name)}`;
}

/** Asks each segment for a page, until there is one. */
function newestOf({ branch, given }: Prepared): SQL {
  const limit = sql`${placeholder("limit")}::bigint`;
  const range = { from: sql`segment.since`, before: sql`segment.before` };
  const found = forEachKey(
    branch,
    sql`select * from ${branch.table} where ${within(branch, range)} order by ${newestFirst(branch, limit)}`,
  );
  const inOrder = branch.keys ? sql`(select * from ${found} as each order by id desc limit ${limit})` : found;
  const computed = [...given].map(([name, value]) => sql`${value} as ${sql.identifier(name)}`);
  // With its offset it is a step of its own: every partition would compute the keys for itself.
  return sql`select found.*
    from (select ${sql.join([sql`true`, ...computed], sql`, `)} offset 0) as given
    cross join unnest(${placeholder("since")}::uuid[], ${placeholder("before")}::uuid[]) as segment(since, before)
    cross join lateral ${inOrder} as found limit ${limit}`;
}

/** Lateral and limited, each is looked up by itself: a join the planner may do by reading the table. */
function byKey(): SQL {
  return sql`select entry.*
    from unnest(${placeholder("ids")}::uuid[], ${placeholder("organizationIds")}::text[]) as key(id, organization_id)
    cross join lateral (
      select * from ${auditLogTable} where id = key.id and organization_id = key.organization_id limit 1) as entry`;
}

/** What is selected under the table's name, so that columns and conditions of the table hold for it. */
export function asEntries(select: SQL): Subquery {
  return new Subquery(select, entryColumns, getTableName(auditLogTable));
}
