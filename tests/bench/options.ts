import { parseArgs } from "node:util";
import { z } from "zod";

/** In the order they run; the last two change the filled log's data. */
export const scenarioNames = [
  "reads",
  "planning",
  "size",
  "writes",
  "bulk",
  "feed",
  "export",
  "throughput",
  "lone",
  "edit",
  "user",
  "month",
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What a run measures. */
export type Options = {
  scenarios: readonly ScenarioName[];
  /** How many entries the filled log holds. */
  rows: number;
  /** How many a second one holds, to see what grows. Left out: there is none. */
  growTo?: number;
  /** Whether everything is measured often enough for its p99; otherwise all of it takes some two minutes. */
  isLong: boolean;
  /** Milliseconds that Postgres is made to wait before each flush of its log, as a slower disk would. */
  flushMs: number;
  /** Whether the chart in docs/ is drawn anew. */
  isDrawn: boolean;
  /** A file for the tables as Markdown. */
  markdown?: string;
};

const usage = `npm run bench -- [--only ${scenarioNames.slice(0, 3).join(",")}] [--long] [--rows 200000] [--grow-to 20000000]
  [--flush-ms 1] [--markdown .data/bench.md] [--chart]
Scenarios: ${scenarioNames.join(", ")}`;

const sizes = { quick: 200_000, long: 5_000_000 } as const;

const rowCount = (option: string) =>
  z.coerce
    .number(`--${option} takes a whole number, e.g. --${option} 1000000`)
    .int(`--${option} takes a whole number, e.g. --${option} 1000000`)
    .min(10_000, `--${option} takes at least 10000: a page among fewer shows nothing`);

const flushRange = "--flush-ms takes milliseconds from 0 to 100, e.g. --flush-ms 1";
const oneOfThem = `--only takes scenarios, with commas between them: ${scenarioNames.join(", ")}`;

const given = z
  .object({
    only: z
      .string()
      .transform((names) => names.split(",").map((name) => name.trim()))
      .pipe(z.array(z.enum(scenarioNames, oneOfThem)))
      .optional(),
    rows: rowCount("rows").optional(),
    "grow-to": rowCount("grow-to").optional(),
    "flush-ms": z.coerce.number(flushRange).min(0, flushRange).max(100, flushRange),
    long: z.boolean(),
    chart: z.boolean(),
    markdown: z.string().min(1, "--markdown takes a file, e.g. --markdown .data/bench.md").optional(),
  })
  .transform(toOptions)
  .refine(({ rows, growTo }) => growTo === undefined || growTo > rows, "--grow-to takes more than --rows");

/**
 * What a command line asks for.
 *
 * @throws Error that says what is wrong with it, and how it is meant
 */
export function parseOptions(args: readonly string[]): Options {
  const problems: string[] = [];
  try {
    const parsed = given.safeParse(parseArgs({ args: [...args], options: texts }).values);
    if (parsed.success) return parsed.data;
    problems.push(...new Set(parsed.error.issues.map(({ message }) => message)));
  } catch (error) {
    problems.push(error instanceof Error ? error.message : "The options can't be read");
  }
  throw new Error([...problems, `Usage: ${usage}`].join("\n"));
}

const texts = {
  only: { type: "string" },
  rows: { type: "string" },
  "grow-to": { type: "string" },
  "flush-ms": { type: "string", default: "0" },
  long: { type: "boolean", default: false },
  chart: { type: "boolean", default: false },
  markdown: { type: "string" },
} as const;

type Given = {
  only?: ScenarioName[] | undefined;
  rows?: number | undefined;
  "grow-to"?: number | undefined;
  "flush-ms": number;
  long: boolean;
  chart: boolean;
  markdown?: string | undefined;
};

function toOptions({ only, rows, "grow-to": growTo, "flush-ms": flushMs, ...others }: Given): Options {
  const { long: isLong, chart: isDrawn, markdown } = others;
  return {
    scenarios: only === undefined ? scenarioNames : scenarioNames.filter((name) => only.includes(name)),
    rows: rows ?? (isLong ? sizes.long : sizes.quick),
    isLong,
    flushMs,
    isDrawn,
    ...(growTo === undefined ? {} : { growTo }),
    ...(markdown === undefined ? {} : { markdown }),
  };
}
