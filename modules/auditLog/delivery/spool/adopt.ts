import { readdir, rename, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "./folder";
import { unframe } from "./frame";
import { readLines } from "./lines";
import { formatName, isRunning, nobody, parseName, type FileName, type Kind, type Owner } from "./owner";
import { parseJson, spoolRecordSchema } from "./record";
import { ignoreMissing, type Segment, type Segments } from "./segments";

const silentMs = 60_000;

/** Takes over the files of dead processes. */
export async function adoptSegments(segments: Segments): Promise<void> {
  let taken = 0;
  for (const { name, path } of await findAbandoned(segments, "spool")) {
    const segment = segments.track(name.id);
    if (!(await take(path, segment.path))) {
      segments.forget(segment);
      continue;
    }
    taken++;
    segment.isAdopted = true;
    // A file that can't be read to its end is this process's all the same, with what was counted so far.
    await inspect(segment).finally(() => segments.noteAdopted(segment.waiting));
  }
  if (taken > 0) await syncFolder(segments.folder);
}

/** Names the file after its taker. Of several takers one gets it. */
export async function take(from: string, to: string): Promise<boolean> {
  try {
    // First: under its new name the file must not look abandoned.
    await giveSign(from);
    await rename(from, to);
    return true;
  } catch (error) {
    ignoreMissing(error);
    return false;
  }
}

/** Shows that the file's owner lives. */
export async function giveSign(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(ignoreMissing);
}

/** Names the file after nobody, so that anybody may take it at once. */
export async function release(
  folder: string,
  { id, kind, path }: { id: string; kind: Kind; path: string },
): Promise<void> {
  await rename(path, join(folder, formatName({ owner: nobody, id, kind }))).catch(ignoreMissing);
}

export async function findAbandoned(
  segments: Segments,
  kind: Kind,
): Promise<{ name: FileName; path: string }[]> {
  const files = (await readNames(segments.folder)).flatMap((text) => {
    const name = parseName(text);
    const path = join(segments.folder, text);
    return name && name.kind === kind && !segments.has(path) ? { name, path } : [];
  });
  const abandoned = await Promise.all(
    files.map(({ name, path }) => isAbandoned(path, name.owner, segments.owner())),
  );
  return files.filter((_, index) => abandoned[index]).toSorted((a, b) => (a.name.id < b.name.id ? -1 : 1));
}

async function readNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    ignoreMissing(error);
    return [];
  }
}

/**
 * A mistake is harmless: an owner that lives finds its file gone after the next fsync and writes that append
 * anew, and an entry that is delivered twice is stored once.
 */
async function isAbandoned(path: string, owner: Owner, self: Owner): Promise<boolean> {
  if (owner.place === nobody.place) return true;
  if (owner.place === self.place && !(await isRunning(owner))) return true;
  return stat(path).then(
    ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs) > silentMs,
    () => false,
  );
}

async function inspect(segment: Segment): Promise<void> {
  segment.isSealed = true;
  segment.bytes = (await stat(segment.path)).size;
  for await (const { bytes } of readLines(segment.path)) {
    const json = unframe(bytes);
    if (json === null) continue;
    segment.waiting++;
    segment.oldest ??= spoolRecordSchema.safeParse(parseJson(json)).data?.at ?? null;
  }
}
