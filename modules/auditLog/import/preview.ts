import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { knownActions } from "@/modules/auditLog/capture/policies";
import { capture } from "./capturing";
import type { ImportPreview, ImportRequest, Refusal } from "./import.types";
import { openImport } from "./open";

const shownEntries = 3;
const shownRefusals = 20;
const shownActions = 50;

/**
 * Reads the whole source as an import would, and stores nothing.
 *
 * @throws ImportError where the import could not begin
 */
export async function previewEntries(request: ImportRequest): Promise<ImportPreview> {
  const { source, convert, neverThere } = await openImport(request);
  const known = new Set(knownActions());
  const seen = { rows: 0, refused: 0, entries: [] as StoredEntry[], refusals: [] as Refusal[] };
  const unknown = new Set<string>();
  try {
    for await (const batch of source.batches(null)) {
      const captured = await capture(batch, { from: 0, to: batch.size, goesOn: true }, convert);
      const { entries, stop } = captured;
      const refusals = stop === null ? captured.refusals : [...captured.refusals, stop];
      seen.rows += batch.size;
      seen.refused += refusals.length;
      seen.entries.push(...entries.slice(0, shownEntries - seen.entries.length));
      seen.refusals.push(...refusals.slice(0, shownRefusals - seen.refusals.length));
      for (const { action } of entries)
        if (!known.has(action) && unknown.size < shownActions) unknown.add(action);
      request.onProgress?.({
        rows: seen.rows,
        imported: 0,
        existing: 0,
        refused: seen.refused,
        share: batch.share,
      });
    }
    return { ...seen, neverThere: neverThere(), unknownActions: [...unknown].toSorted() };
  } finally {
    await source.close();
  }
}
