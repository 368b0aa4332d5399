import { openSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";

const entryLine = z.strictObject({
  kind: z.literal("entry"),
  token: z.string(),
  id: z.string(),
  status: z.enum(["stored", "spooled", "dropped"]),
  /** How long the caller waited. */
  ms: z.number(),
  inTransaction: z.boolean(),
});

const callLine = z.strictObject({
  kind: z.literal("call"),
  call: z.string(),
  /** `unknown`: it rejected while its COMMIT was under way. */
  outcome: z.enum(["resolved", "rejected", "unknown"]),
  /** What it wrote and did not undo. */
  kept: z.array(z.string()),
  code: z.string().nullable(),
});

/** What the contract says never happens: log() rejected. */
const brokenLine = z.strictObject({ kind: z.literal("broken"), token: z.string(), code: z.string() });

const lineSchema = z.discriminatedUnion("kind", [entryLine, callLine, brokenLine]);

/** What a process says of itself, so that it can be held to it after its death. */
export type Line = z.infer<typeof lineSchema>;

/** Written synchronously and unbuffered: what was reported outlives the process that is killed next. */
export function openReport(path: string): (line: Line) => void {
  const descriptor = openSync(path, "a");
  return (line) => void writeSync(descriptor, `${JSON.stringify(line)}\n`);
}

/** The complete lines; the kill may have cut the last one. */
export async function readReport(path: string): Promise<Line[]> {
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n").slice(0, -1);
  return lines.map((line) => lineSchema.parse(JSON.parse(line)));
}
