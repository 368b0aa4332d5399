import type { Target } from "./import.repo";
import { ImportError, type ImportRequest, type ImportResult } from "./import.types";
import { isSameImport, noteOf, readNote, requireSame, type Noted } from "./noted";
import type { Opened } from "./open";
import type { Position, RowSource } from "./source";
import { begin, findLogTables, findOthers, findState, note, type ImportState } from "./state.repo";
import { databaseOf } from "./table.repo";

/** Where an import goes on, and what was before. */
type TakenUp = { position: Position | null; before: ImportResult["before"] };

type Job = { request: ImportRequest; opened: Opened };

/**
 * Where an earlier run left it, or the beginning.
 *
 * @throws ImportError where it was another import, or this one is there under another name
 */
export async function takeUp(target: Target, { request, opened }: Job): Promise<TakenUp> {
  const now = noteOf(request, opened.source, await sourceOf(target, opened.source));
  await requireForeign(target, now.source);
  const found = await findState(target);
  const earlier = found && { ...found, noted: readNote(found.source) };
  const hasEntries = earlier !== null && (earlier.stored > 0 || earlier.noted?.hasEntries === true);
  if (hasEntries) requireSame(target.name, earlier.noted, now);
  else if (request.source.kind === "table") await requireOnlyName(target, now);
  const noted = JSON.stringify({ ...now, hasEntries } satisfies Noted);
  if (earlier === null || isAtBeginning(earlier) || request.again === true) {
    await begin(target, noted);
    return { position: null, before: nothing };
  }
  await note(target, noted);
  const { stored, refused, completedAt } = earlier;
  const isMappedOtherwise = earlier.noted?.mapping !== now.mapping;
  return {
    position: earlier.position,
    before: { rows: stored + refused, refused, completedAt, isMappedOtherwise },
  };
}

const nothing = { rows: 0, refused: 0, completedAt: null, isMappedOtherwise: false };

function isAtBeginning({ position, stored, refused }: ImportState): boolean {
  return position === null || stored + refused === 0;
}

/** The log's own database goes without saying, however it is reached. */
async function sourceOf({ client }: Target, { label, database }: RowSource): Promise<string> {
  const isOwn = database === null || database === (await databaseOf(client));
  return isOwn ? label : `${label} in the ${database}`;
}

async function requireForeign(target: Target, source: string): Promise<void> {
  const tables = await findLogTables(target);
  if (tables.some((name) => source === `table ${name}`))
    throw new ImportError(
      "This is the log itself. Entries get from one log into another by an export as NDJSON and an import of that file.",
    );
}

async function requireOnlyName(target: Target, now: Noted): Promise<void> {
  for (const { name, source } of await findOthers(target)) {
    const noted = readNote(source);
    if (noted === null || !isSameImport(noted, now)) continue;
    throw new ImportError(
      `This is in the log already, as the import "${name}", and would come in once more: go on with --name ${name}.`,
    );
  }
}
