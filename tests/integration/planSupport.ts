import { z } from "zod";
import { connect } from "./auditLogSupport";

const node = z.object({
  "Node Type": z.string(),
  "Index Name": z.string().optional(),
  "Actual Rows": z.number(),
  "Actual Loops": z.number(),
  "Rows Removed by Filter": z.number().default(0),
  "Rows Removed by Join Filter": z.number().default(0),
  get Plans() {
    return z.array(node).optional();
  },
});
type Node = z.infer<typeof node>;
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: node })]) })]);

/** A repo's query, the indexes that it may use, and how many rows a step of it may read. */
export type Case = { name: string; query: unknown; index?: RegExp; atMost?: number };

/** What `judge` says of a query that reads by its own index, and little more than its page. */
export const narrow = { readsTooMuch: [], otherIndexes: [], usesIndex: true };

export async function judge({ query, index = /./, atMost = 1_000 }: Omit<Case, "name">, mode: string) {
  const nodes = await explain(query, mode);
  const used = nodes.flatMap((each) => each["Index Name"] ?? []);
  return {
    readsTooMuch: nodes.filter((each) => rowsRead(each) > atMost).map((each) => each["Node Type"]),
    otherIndexes: used.filter((name) => !index.test(name)),
    usesIndex: used.length > 0,
  };
}

function rowsRead(each: Node): number {
  const perLoop = each["Actual Rows"] + each["Rows Removed by Filter"] + each["Rows Removed by Join Filter"];
  return perLoop * each["Actual Loops"];
}

async function explain(query: unknown, mode: string): Promise<Node[]> {
  const { sql: statement, params } = toSql(query);
  const client = connect();
  await client`select set_config('plan_cache_mode', ${mode}, false)`;
  await client.unsafe(`prepare page as ${statement}`);
  const values = params.map((value) => `'${String(value)}'`).join(", ");
  const rows = await client.unsafe(`explain (analyze, format json) execute page(${values})`);
  const [row] = explained.parse([...rows]);
  return flatten(row["QUERY PLAN"][0].Plan);
}

function flatten(root: Node): Node[] {
  // What was never run, e.g. a partition pruned at run time, read nothing.
  return root["Actual Loops"] === 0 ? [] : [root, ...(root.Plans ?? []).flatMap(flatten)];
}

const queryText = z.object({ sql: z.string(), params: z.array(z.unknown()) });

function toSql(query: unknown) {
  if (typeof query !== "object" || !query || !("toSQL" in query) || !isFunction(query.toSQL)) {
    throw new Error("The repo's function gave no Drizzle query");
  }
  return queryText.parse(query.toSQL());
}

function isFunction(value: unknown): value is () => unknown {
  return typeof value === "function";
}
