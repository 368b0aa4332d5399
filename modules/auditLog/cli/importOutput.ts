import { appendFile } from "node:fs/promises";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import {
  ImportError,
  type ImportPreview,
  type ImportProgress,
  type ImportRequest,
  type ImportResult,
} from "@/modules/auditLog/import/import.types";
import type { Terminal } from "./command";

/** One line for a person who waits. */
export function describeProgress(progress: ImportProgress, milliseconds: number): string {
  const { rows, imported, existing, refused, share } = progress;
  const rate = milliseconds > 0 ? Math.round((rows / milliseconds) * 1_000) : 0;
  return [
    `${rows} rows, ${rate} a second`,
    ...(share === null ? [] : [`${Math.floor(share * 100)}% of the source`]),
    ...(imported + existing > 0 ? [`${imported} imported`] : []),
    ...(existing > 0 ? [`${existing} already there`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
  ].join(", ");
}

type Told = { result: ImportResult; skipBad: string | undefined };

export function tellResult({ say, complain }: Terminal, { result, skipBad }: Told): void {
  const { name, before, imported, existing, refused, rows, neverThere } = result;
  const since = before.completedAt === null ? "" : ` since ${before.completedAt.toISOString()}`;
  if (rows === 0 && before.rows > 0) say(`The import "${name}" is done: nothing new${since}.`);
  else if (rows === 0) say("There is nothing to import: the source is empty.");
  else say(`${imported} imported, ${existing} already there, ${refused} refused.`);
  if (before.rows > 0) say(`Earlier runs read ${before.rows} rows.`);
  if (refused > 0 && skipBad !== undefined) complain(`Which rows were refused, and why, is in ${skipBad}.`);
  if (before.refused > 0)
    complain(
      `${before.refused} rows were refused by earlier runs and are not in the log: mend them where they stand and run this with ` +
        "--again, or import them by themselves under another --name.",
    );
  if (before.isMappedOtherwise && before.rows > 0)
    complain("The mapping is another than before: what is in the log stays as it was mapped then.");
  if (rows > refused) complainOf(complain, neverThere);
}

function complainOf(complain: Terminal["complain"], neverThere: readonly string[]): void {
  if (neverThere.length > 0)
    complain(`No row had: ${neverThere.join(", ")}. Is it mapped as it is written there?`);
}

export function tellPreview({ say, complain }: Terminal, preview: ImportPreview): void {
  const { rows, entries, refused, refusals, neverThere, unknownActions } = preview;
  for (const entry of entries) say(JSON.stringify(entry, null, 2));
  for (const { place, reason } of refusals) complain(`Refused at ${place}: ${reason}.`);
  if (refused > refusals.length) complain(`And ${refused - refusals.length} more.`);
  if (rows > refused) complainOf(complain, neverThere);
  if (unknownActions.length > 0)
    complain(
      `Actions that the application does not declare, shown in general words: ${unknownActions.join(", ")}`,
    );
  complain(`${rows} rows, of which ${refused} can't be understood. Nothing was stored.`);
}

/** Notes refused rows in a file, a line each. What is there already stays: an earlier run may have written it. */
export function openRefusals(path: string): NonNullable<ImportRequest["onRefused"]> {
  return async (refusals) => {
    const lines = refusals.map(({ place, reason }) => `${place}: ${reason}\n`);
    try {
      await appendFile(path, lines.join(""), { mode: 0o600 });
    } catch (error) {
      throw new ImportError(`${path} can't be written (${codeOf(error)}): name another file.`);
    }
  };
}
