import { unlink } from "node:fs/promises";
import { giveSign, release } from "./adopt";
import { parseLetter, type DeadLetter, type DeadLetters } from "./deadLetters";
import { syncFolder } from "./folder";
import { frame, reframe } from "./frame";
import { handOver, inChunks, type Deliver, type Outcome, type Verdict } from "./handOver";
import { readLines, type Line } from "./lines";
import { ignoreMissing } from "./segments";

type Item = { line: Line; letter: DeadLetter | null };

/** The letters, each once: a process that died may have left one twice. */
export async function readLetters({ path }: DeadLetters): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  const isNew = onceById();
  try {
    for await (const line of readLines(path)) {
      const letter = parseLetter(line);
      if (letter && isNew(letter)) letters.push(letter);
    }
  } catch (error) {
    ignoreMissing(error);
  }
  return letters;
}

/**
 * Hands the letters over again. The file is taken away first, so that what others append meanwhile goes to
 * a new one; what stays dead is put back before it is removed. After a crash all of it is put back.
 *
 * @throws the system's error; then every letter is still there
 */
export async function replayLetters(folder: string, letters: DeadLetters, deliver: Deliver): Promise<void> {
  await letters.restore();
  const claimed = await letters.claim();
  if (!claimed) return letters.recount();
  try {
    await replayFile(claimed.path, letters, deliver);
    await unlink(claimed.path).catch(ignoreMissing);
    await syncFolder(folder);
  } catch (error) {
    await release(folder, { ...claimed, kind: "dead" });
    throw error;
  } finally {
    await letters.recount();
  }
}

async function replayFile(path: string, letters: DeadLetters, deliver: Deliver): Promise<void> {
  const isNew = onceById();
  let isAway = false;
  for await (const lines of inChunks(readLines(path))) {
    await giveSign(path);
    const items = lines
      .map((line) => ({ line, letter: parseLetter(line) }))
      .filter(({ letter }) => isNew(letter));
    const known = items.filter(({ letter }) => letter?.record);
    const records = known.flatMap(({ letter }) => letter?.record ?? []);
    const outcome: Outcome | null = isAway ? null : await handOver(deliver, records);
    isAway ||= outcome?.isAway ?? false;
    const verdicts = new Map(known.map((item, index) => [item, outcome?.verdicts[index] ?? "waiting"]));
    const kept = items.flatMap((item) => keep(item, verdicts.get(item) ?? "waiting"));
    if (kept.length > 0) await letters.appendBytes(Buffer.concat(kept));
  }
}

function keep({ line, letter }: Item, verdict: Verdict): Buffer[] {
  if (verdict === "stored" || verdict === "withdrawn") return [];
  if (verdict === "waiting") return [reframe(line.bytes)];
  return [frame(JSON.stringify({ ...letter, code: verdict.deadLetter }))];
}

function onceById(): (letter: DeadLetter | null) => boolean {
  const ids = new Set<string>();
  return (letter) => {
    const id = letter?.record?.entry.id;
    if (id === undefined) return true;
    const { size } = ids;
    return ids.add(id).size > size;
  };
}
