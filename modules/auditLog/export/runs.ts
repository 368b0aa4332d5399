import { randomUUID } from "node:crypto";
import { ExportLimitError, type ExportProgress, type ExportRequest } from "./export.types";

const mostAtOnce = 2;
const mostKept = 50;

export type RunEnd = Pick<ExportProgress, "state" | "code">;
export const complete: RunEnd = { state: "complete", code: null };
export const aborted: RunEnd = { state: "aborted", code: null };
export const brokeOff = (code: string): RunEnd => ({ state: "broke_off", code });

type Runs = { running: Map<ExportProgress, () => void>; ended: ExportProgress[] };
const shared = globalThis as typeof globalThis & { auditLogExports?: Runs };

/** Of the whole process: Next loads this file once for its pages and once for its routes. */
function runs(): Runs {
  return (shared.auditLogExports ??= { running: new Map(), ended: [] });
}

/** Takes one of the places. @throws ExportLimitError */
export function beginRun({ format, query, requestedBy }: ExportRequest): ExportProgress {
  const { running } = runs();
  if (running.size >= mostAtOnce) throw new ExportLimitError(mostAtOnce);
  const run: ExportProgress = {
    id: randomUUID(),
    format,
    query,
    requestedBy: requestedBy ?? null,
    startedAt: new Date(),
    endedAt: null,
    state: "running",
    rows: 0,
    bytes: 0,
    code: null,
  };
  running.set(run, () => {});
  return run;
}

/** Says how a run can be ended from outside. */
export function onStop(run: ExportProgress, stop: () => void): void {
  const { running } = runs();
  if (running.has(run)) running.set(run, stop);
}

/** Ends every export, which says so in its last line: a server that is asked to stop waits for them. */
export function stopExports(): void {
  for (const stop of runs().running.values()) stop();
}

/** Gives the place back. Only the first end of a run counts. */
export function endRun(run: ExportProgress, end: RunEnd): void {
  const { running, ended } = runs();
  if (!running.delete(run)) return;
  Object.assign(run, end, { endedAt: new Date() });
  ended.unshift(run);
  ended.length = Math.min(ended.length, mostKept);
}

/** What somebody's exports in this process came to, newest first: those that run, and the last few that ended. */
export function runningExports(requestedBy: string): ExportProgress[] {
  const { running, ended } = runs();
  return [...[...running.keys()].toReversed(), ...ended]
    .filter((run) => run.requestedBy === requestedBy)
    .map((run) => ({ ...run }));
}
