import { codeOf } from "@/modules/auditLog/delivery/failures";
import { gather } from "./gather";
import { closeTarget, findMonths, flush, openTarget, type Target } from "./import.repo";
import { ImportError, type ImportRequest, type ImportResult } from "./import.types";
import { openImport, type Opened } from "./open";
import type { RowSource } from "./source";
import { complete } from "./state.repo";
import { brokeOff, prepareAll, storeReady, type Run } from "./storing";
import { takeUp } from "./takeUp";

/**
 * Brings what another system recorded into the log. It may be ended at any time, and goes on where it was when it is
 * run again under the same name; what came since is added then. Entries have the ids that follow from their rows, so
 * that none is ever there twice.
 *
 * @throws ImportError where it can't go on; what was stored before is recorded
 */
export async function importEntries(request: ImportRequest): Promise<ImportResult> {
  const opened = await openImport(request);
  try {
    return await withTarget(opened.name, (target) => importInto(target, { request, opened }));
  } finally {
    await opened.source.close();
  }
}

async function withTarget<Result>(
  name: string,
  action: (target: Target) => Promise<Result>,
): Promise<Result> {
  const target = await openTarget(name);
  if (target === null)
    throw new ImportError(
      `The import "${name}" is running in another process: wait for it, or end it first.`,
    );
  try {
    return await action(target);
  } catch (error) {
    throw explain(error, target);
  } finally {
    await closeTarget(target);
  }
}

/** Errors of the connection and of the server say what to do; nothing else of them is shown, for they may quote values. */
function explain(error: unknown, target: Target): unknown {
  if (error instanceof ImportError) return error;
  const code = codeOf(error);
  return code === "UNKNOWN" && !target.isLost() ? error : brokeOff(code);
}

type Job = { request: ImportRequest; opened: Opened };

async function importInto(target: Target, { request, opened }: Job): Promise<ImportResult> {
  const { position, before } = await takeUp(target, { request, opened });
  const progress = { rows: 0, imported: 0, existing: 0, refused: 0, share: null };
  const months = new Set(await findMonths(target));
  const { convert } = opened;
  const run: Run = { target, request, convert, position, progress, months };
  try {
    await storeAll(run, opened.source);
    await complete(target);
  } finally {
    if (!target.isLost()) await flush(target);
  }
  return { ...run.progress, name: opened.name, before, neverThere: opened.neverThere() };
}

// Each is about 128 KiB of the source; more at once would only cost memory.
const mostAtOnce = 4;

/** While the database stores, the next rows are read and captured; what is there by then goes together. */
async function storeAll(run: Run, source: RowSource): Promise<void> {
  const { beforeFirst, onProgress } = run.request;
  const ready = prepareAll(source.batches(run.position), run);
  let hasBegun = false;
  for await (const several of gather(ready, mostAtOnce)) {
    if (!hasBegun && several.some(({ encoded }) => encoded.count > 0)) {
      await beforeFirst?.(run.target.name);
      hasBegun = true;
    }
    await storeReady(run, several);
    onProgress?.(run.progress);
  }
}
