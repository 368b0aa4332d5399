import type { TenantScope } from "@/modules/auditLog/auditLog.types";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { planSearch } from "@/modules/auditLog/search/plan";
import { openChunks } from "./chunks";
import { openFile } from "./exportFile";
import type { AuditLogExport, ExportRequest, ExportRow } from "./export.types";
import { formatters } from "./formats/formatters";
import { projectionFor } from "./rows";
import { aborted, beginRun, brokeOff, endRun } from "./runs";
import { openSnapshot, type Snapshot } from "./snapshot.repo";

/**
 * Every entry of a search, newest first, as the log was at one instant. The file is made while it is read, and no
 * faster; who reads nothing of it for a minute gets its end. A file that lacks rows says so in its last line. It has to
 * be read to its end, canceled or aborted: until then it holds a connection, and one of two places in this process.
 *
 * @throws ExportLimitError, and a database error where nothing can be read at all
 */
export async function exportEntries(scope: TenantScope, request: ExportRequest): Promise<AuditLogExport> {
  const { filter, viewer, signal } = request;
  const progress = beginRun(request);
  const formatter = formatters[request.format];
  let snapshot: Snapshot | undefined;
  const release = () => void snapshot?.close();
  signal?.addEventListener("abort", release);
  try {
    snapshot = await openSnapshot(signal);
    signal?.throwIfAborted();
    // Afterwards, so that it knows every tenant and action that the snapshot holds.
    const plan = await planSearch({ scope, filter, viewer });
    // What fails until the first rows are there can still be answered with an error.
    const project = projectionFor(viewer);
    const format = (row: ExportRow) => formatter.line(project(row));
    const chunks = await openChunks({ snapshot, plan, window: filter, format });
    signal?.throwIfAborted();
    const body = openFile({ chunks, formatter, progress, signal, release: snapshot.close });
    const { contentType, extension } = formatter;
    return { contentType, extension, body, progress };
  } catch (error) {
    endRun(progress, signal?.aborted ? aborted : brokeOff(codeOf(error)));
    await snapshot?.close();
    throw error;
  } finally {
    signal?.removeEventListener("abort", release);
  }
}
