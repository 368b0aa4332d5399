import type { Sql } from "postgres";
import { z } from "zod";
import { createSqlClient } from "@/db/drizzle";
import { record, type Statement } from "./planRecorder";

const node = z.object({
  "Node Type": z.string(),
  "Index Name": z.string().optional(),
  "Relation Name": z.string().optional(),
  "Actual Rows": z.number(),
  "Actual Loops": z.number(),
  "Rows Removed by Filter": z.number().default(0),
  "Rows Removed by Join Filter": z.number().default(0),
  "Rows Removed by Index Recheck": z.number().default(0),
  "Shared Hit Blocks": z.number(),
  "Shared Read Blocks": z.number(),
  get Plans() {
    return z.array(node).default([]);
  },
});
type Node = z.infer<typeof node>;
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: node })]) })]);

const modes = { custom: "force_custom_plan", generic: "force_generic_plan" };
export type Mode = keyof typeof modes;

// As the clients have their statements planned; a prepared one of an export in either way, after a while.
const modesOf: Record<string, readonly Mode[]> = {
  audit_log_read: ["generic"],
  audit_log_search: ["custom"],
  audit_log_export: ["custom", "generic"],
  application: ["custom"],
};

/**
 * What a statement takes, in all its steps. `read`: rows that come from tables and indexes, `discarded`: those of them
 * that a filter takes away; `sorted`: rows; `stray`: blocks of indexes beyond those in which the rows stand, since of
 * what an index scan passes over no plan tells.
 */
export type Cost = { read: number; discarded: number; sorted: number; stray: number };

/** What each statement that is sent meanwhile takes, and what it was. */
export type Reading = Cost & { statement: string; indexes: string[] };

/** Little more than a page of 51 for each of 24 actions, the most that is read one by one. */
export const narrow: Cost = { read: 1_300, discarded: 1_000, sorted: 1_300, stray: 10 };

/** What it takes to learn in 26 partitions that more than 500 organizations have something. */
export const tenantKeys: Cost = { ...narrow, read: 501 * 26, discarded: 2_000 };

export type Asked<Answer> = { answer: Answer; readings: Reading[] };

/** What somebody is answered, and what each statement takes by which the log is asked for it; planned in one way, or as it is. */
export async function readingsOf<Answer>(ask: () => Promise<Answer>, as?: Mode): Promise<Asked<Answer>> {
  const { answer, sent } = await record(ask);
  const asked = sent.filter(({ text }) => /^\s*(select|with)\b[^]*"audit_log/.test(text));
  const readings: Reading[] = [];
  for (const statement of asked) {
    for (const mode of as ? [as] : (modesOf[statement.client] ?? [])) {
      readings.push(toReading(statement, await explain(statement, mode)));
    }
  }
  return { answer, readings };
}

/** Those that take more of anything. */
export function excess(readings: readonly Reading[], most: Cost = narrow): Reading[] {
  return readings.filter(
    ({ read, discarded, sorted, stray }) =>
      read > most.read || discarded > most.discarded || sorted > most.sorted || stray > most.stray,
  );
}

function toReading({ client, text }: Statement, nodes: readonly Node[]): Reading {
  const scans = nodes.filter((each) => each["Relation Name"] ?? each["Index Name"]);
  const sorts = nodes.filter((each) => each["Node Type"].endsWith("Sort"));
  return {
    read: sum(scans, rowsRead),
    discarded: sum(nodes, rowsRemoved),
    sorted: sum(
      sorts.flatMap(({ Plans }) => Plans),
      (each) => each["Actual Rows"] * each["Actual Loops"],
    ),
    stray: sum(scans, strayBlocks),
    statement: `${client}: ${text}`,
    indexes: [
      ...new Set(nodes.flatMap((each) => each["Index Name"]?.replace(/_\d{4}_\d{2}|_default/, "") ?? [])),
    ],
  };
}

function sum(nodes: readonly Node[], count: (each: Node) => number): number {
  return Math.round(nodes.reduce((total, each) => total + count(each), 0));
}

function rowsRead(each: Node): number {
  return each["Actual Rows"] * each["Actual Loops"] + rowsRemoved(each);
}

function rowsRemoved(each: Node): number {
  const { "Rows Removed by Filter": filter, "Rows Removed by Join Filter": join } = each;
  return (filter + join + each["Rows Removed by Index Recheck"]) * each["Actual Loops"];
}

/** A search takes a block of each level, and a row one of its index and one of its table at most. */
function strayBlocks(each: Node): number {
  if (!each["Node Type"].includes("Index")) return 0;
  const blocks = each["Shared Hit Blocks"] + each["Shared Read Blocks"];
  return Math.max(0, blocks - 4 * each["Actual Loops"] - 2 * rowsRead(each));
}

type Session = { client: Sql; names: Map<string, string> };
const sessions = new Map<Mode, Session>();

function sessionOf(mode: Mode): Session {
  const client = () => createSqlClient({ max: 1, connection: { plan_cache_mode: modes[mode] } });
  const session = sessions.get(mode) ?? { client: client(), names: new Map<string, string>() };
  sessions.set(mode, session);
  return session;
}

async function explain({ text, values }: Statement, mode: Mode): Promise<Node[]> {
  const session = sessionOf(mode);
  const literals = values.map((value) => (value === null ? "null" : `'${value.replaceAll("'", "''")}'`));
  const execute = `execute ${await prepare(session, text)}${literals.length > 0 ? `(${literals.join(", ")})` : ""}`;
  const rows = await session.client.unsafe(`explain (analyze, buffers, timing off, format json) ${execute}`);
  const [row] = explained.parse([...rows]);
  return flatten(row["QUERY PLAN"][0].Plan);
}

async function prepare({ client, names }: Session, text: string): Promise<string> {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `statement_${names.size}`;
  await client.unsafe(`prepare ${name} as ${text}`);
  names.set(text, name);
  return name;
}

function flatten(root: Node): Node[] {
  // What was never run, e.g. a partition pruned at run time, read nothing.
  return root["Actual Loops"] === 0 ? [] : [root, ...root.Plans.flatMap(flatten)];
}
