import { parseArgs } from "node:util";
import { z } from "zod";

/** In the order they run: pages are read among the filled rows alone, and all else writes to tables that are not empty. */
export const scenarioNames = ["page", "feed", "export", "throughput", "lone", "edit"] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/**
 * What a run measures. `rows`: how many entries pages are read among and exports write. `flushMs`: milliseconds that
 * Postgres is made to wait before each flush of its log, as a slower disk would.
 */
export type Options = { scenarios: readonly ScenarioName[]; rows: number; flushMs: number };

const usage = `npm run bench -- [--only ${scenarioNames.join("|")}] [--rows 200000] [--flush-ms 1]`;

const given = z.object({
  only: z
    .enum(scenarioNames, `--only takes one of ${scenarioNames.join(", ")}, e.g. --only throughput`)
    .optional(),
  rows: z.coerce
    .number("--rows takes a whole number, e.g. --rows 1000000")
    .int("--rows takes a whole number, e.g. --rows 1000000")
    .min(10_000, "--rows takes at least 10000: a page among fewer shows nothing"),
  "flush-ms": z.coerce
    .number("--flush-ms takes milliseconds from 0 to 100, e.g. --flush-ms 1")
    .min(0, "--flush-ms takes milliseconds from 0 to 100, e.g. --flush-ms 1")
    .max(100, "--flush-ms takes milliseconds from 0 to 100, e.g. --flush-ms 1"),
});

/** Reads the command line; one that can't be understood ends the process with code 2 and says why. */
export function readOptions(args: readonly string[]): Options {
  const problems: string[] = [];
  try {
    const parsed = given.safeParse(parseArgs({ args: [...args], options: texts }).values);
    if (parsed.success) return toOptions(parsed.data);
    problems.push(...parsed.error.issues.map(({ message }) => message));
  } catch (error) {
    problems.push(error instanceof Error ? error.message : "The options can't be read");
  }
  console.error([...problems, `Usage: ${usage}`].join("\n"));
  process.exit(2);
}

const texts = {
  only: { type: "string" },
  rows: { type: "string", default: "200000" },
  "flush-ms": { type: "string", default: "0" },
} as const;

function toOptions({ only, rows, "flush-ms": flushMs }: z.infer<typeof given>): Options {
  return { scenarios: only === undefined ? scenarioNames : [only], rows, flushMs };
}
