import {
  and,
  eq,
  getTableColumns,
  getTableName,
  sql,
  Subquery,
  type Column,
  type Query,
  type SQL,
} from "drizzle-orm";
import {
  auditLogPresenceTable,
  auditLogRelatedTable,
  auditLogTable,
  shortKeyOf,
} from "@/modules/auditLog/auditLog.schema";
import {
  forEachKey,
  newestFirst,
  within,
  type Bind,
  type BranchParts,
  type GroupParts,
  type Shaped,
} from "./branch.repo";
import type { EntryKey } from "./pages.repo";
import { pages, type Database } from "./pool.repo";
import { toStatement, type SentRow } from "./prepared.repo";

const { txid: _, ...columns } = getTableColumns(auditLogTable);

/** What is read of an entry: all that is told of it. */
export const entryColumns = columns;

const { id, organizationId } = auditLogRelatedTable;
const keyColumns = { id, organizationId };

const [namedEntry, namedKey] = [named(entryColumns), named(keyColumns)];

type Statements = ReturnType<typeof statementsOn>;

const known = new WeakMap<Database, Statements>();

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

/** Columns under the names that rows have them by. */
function named(columns: Record<string, Column>) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, sql`${column}`.as(name)]));
}

function statementsOn(database: Database) {
  const prepared = <Row extends object>(select: { toSQL: () => Query }) =>
    toStatement<Row>(database.$client, select);
  return {
    /** The newest entries of a branch. */
    entriesOf: onceAShape((branch: BranchParts, given) =>
      prepared<SentRow>(database.select(namedEntry).from(asEntries(newestOf(branch, given)))),
    ),
    /** The same, and with each of them whether there can be entries of another kind: to ask by itself takes longer. */
    entriesAndPresence: onceAShape((branch: BranchParts, given) =>
      prepared<SentRow>(
        database
          .select({ ...namedEntry, hasOthers: sql`exists (${presenceOf(database)})`.as("hasOthers") })
          .from(asEntries(newestOf(branch, given))),
      ),
    ),
    /** The keys of the newest entries that a branch names as related. */
    keysOf: onceAShape((branch: BranchParts, given) =>
      prepared<EntryKey>(
        database
          .select(namedKey)
          .from(new Subquery(newestOf(branch, given), keyColumns, getTableName(auditLogRelatedTable))),
      ),
    ),
    /** The keys of tenants that have entries of a group: the index is asked once for each. */
    tenantsOf: onceAShape((group: GroupParts, given) =>
      prepared<{ key: string }>(
        database.select({ key: sql`found.key::text`.as("key") }).from(tenantKeysOf(group, given)),
      ),
    ),
    presence: prepared<object>(presenceOf(database)),
    entriesByKey: prepared<SentRow>(database.select(namedEntry).from(asEntries(byKey()))),
  };
}

function presenceOf(database: Database) {
  const { kind, value } = auditLogPresenceTable;
  return database
    .select({ kind })
    .from(auditLogPresenceTable)
    .where(and(eq(kind, sql.placeholder("kind")), eq(value, sql.placeholder("presence"))));
}

/** What is computed once, before anything is read. */
type Given = Map<string, SQL>;

function onceAShape<Parts, Statement>(
  prepare: (parts: Parts, given: Given) => Statement,
): (shaped: Shaped<Parts>) => Statement {
  const known = new Map<string, Statement>();
  return ({ shape, build }) => {
    const statement = known.get(shape) ?? prepareOne(build);
    known.set(shape, statement);
    return statement;
  };

  function prepareOne(build: Shaped<Parts>["build"]): Statement {
    const given: Given = new Map();
    return prepare(build(withPlaceholders(given)), given);
  }
}

function withPlaceholders(given: Given): Bind {
  const once = (name: string, computed: SQL) => {
    given.set(name, computed);
    return sql`given.${sql.identifier(name)}`;
  };
  return { value: placeholder, once };
}

function placeholder(name: string): SQL {
  return sql`${sql.placeholder(name)}`;
}

/** Asks each segment for a page, until there is one. */
function newestOf(branch: BranchParts, given: Given): SQL {
  const limit = sql`${placeholder("limit")}::bigint`;
  const range = { from: sql`segment.since`, before: sql`segment.before` };
  const found = forEachKey(
    branch,
    sql`select * from ${branch.table} where ${within(branch, range)} order by ${newestFirst(branch, limit)}`,
  );
  const inOrder = branch.keys ? sql`(select * from ${found} as each order by id desc limit ${limit})` : found;
  return sql`select found.*
    from ${computed(given)} as given
    cross join unnest(${placeholder("since")}::uuid[], ${placeholder("before")}::uuid[]) as segment(since, before)
    cross join lateral ${inOrder} as found limit ${limit}`;
}

/** With its offset it is a step of its own: every partition would compute the keys for itself. */
function computed(given: Given): SQL {
  const values = [...given].map(([name, value]) => sql`${value} as ${sql.identifier(name)}`);
  return sql`(select ${sql.join([sql`true`, ...values], sql`, `)} offset 0)`;
}

/** The least first, then again and again the least that is greater. */
function tenantKeysOf({ table, seed, of }: GroupParts, given: Given): SQL {
  const lead = shortKeyOf(seed, table.organizationId);
  const next = (after?: SQL) =>
    sql`(select ${lead} as key from ${table} where ${and(of, after)} order by ${lead} limit 1)`;
  return sql`(
    with recursive tenant(key) as (
      select ${next()} from ${computed(given)} as given
      union all
      select ${next(sql`${lead} > tenant.key`)} from tenant cross join ${computed(given)} as given
      where tenant.key is not null)
    select key from tenant where key is not null limit ${placeholder("limit")}::bigint) as found`;
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
