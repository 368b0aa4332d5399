import { open, stat, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { makeId } from "@/modules/auditLog/capture/id";
import { findAbandoned, release, take } from "./adopt";
import { ensureFolder, isInPlace, syncFolder } from "./folder";
import { frame, fromBrokenLine, reframe, unframe } from "./frame";
import { readLines, type Line } from "./lines";
import { formatName } from "./owner";
import { createQueue } from "./queue";
import { parseJson, spoolRecordSchema, type SpoolRecord } from "./record";
import { ignoreMissing, type Segments } from "./segments";

const maxAttempts = 3;
const maxCopyBytes = 2 ** 20;

/** An entry that can't be stored, why (an SQLSTATE or `UNKNOWN_SHAPE`), and when (ISO 8601) that was seen. */
export type DeadLetter = {
  /** Null: it has a shape that this release does not know, and is kept as it is. */
  record: SpoolRecord | null;
  code: string;
  at: string;
};

export type DeadLetters = ReturnType<typeof openDeadLetters>;

const letterSchema = z.object({ record: z.unknown(), code: z.string(), at: z.string() });

/** One file for all processes of the folder. Only appended to; whoever hands letters over again takes the file away first. */
export function openDeadLetters(segments: Segments) {
  const { folder } = segments;
  const path = join(folder, "dead-letters.ndjson");
  const exclusively = createQueue();
  const seen = { ino: 0n, offset: 0, count: 0 };

  async function appendBytes(bytes: Buffer): Promise<void> {
    await ensureFolder(folder);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const handle = await open(path, "a", 0o600);
      try {
        await writeLines(handle, bytes);
        await handle.sync();
        await syncFolder(folder);
        if (await isInPlace(handle, path)) return;
      } finally {
        await handle.close();
      }
    }
    throw Object.assign(new Error("The dead-letter file was taken away again and again"), {
      code: "SPOOL_TAKEN",
    });
  }

  /** Counts what other processes added or took away as well. */
  async function recount(): Promise<void> {
    const stats = await stat(path, { bigint: true }).catch(ignoreMissing);
    const found = stats?.isFile() ? stats : null;
    if (!found || found.ino !== seen.ino || found.size < seen.offset)
      Object.assign(seen, { ino: found?.ino ?? 0n, offset: 0, count: 0 });
    if (!found) return;
    for await (const line of readLines(path, seen.offset)) {
      if (!line.isEnded) return;
      if (unframe(line.bytes) !== null) seen.count++;
      seen.offset = line.end;
    }
  }

  /** Puts back what a process took away and died over; some of it may then be there twice. */
  async function restore(): Promise<void> {
    for (const abandoned of await findAbandoned(segments, "dead")) {
      const claimed = claimPath(abandoned.name.id);
      if (!(await take(abandoned.path, claimed))) continue;
      await copyBack(claimed).catch(async (error: unknown) => {
        await release(folder, { id: abandoned.name.id, kind: "dead", path: claimed });
        throw error;
      });
      await unlink(claimed).catch(ignoreMissing);
    }
  }

  async function copyBack(claimed: string): Promise<void> {
    let lines: Buffer[] = [];
    let bytes = 0;
    for await (const line of readLines(claimed)) {
      lines.push(reframe(line.bytes));
      bytes += line.bytes.length;
      if (bytes < maxCopyBytes) continue;
      await appendBytes(Buffer.concat(lines));
      lines = [];
      bytes = 0;
    }
    if (lines.length > 0) await appendBytes(Buffer.concat(lines));
  }

  function claimPath(id: string): string {
    return join(folder, formatName({ owner: segments.owner(), id, kind: "dead" }));
  }

  return {
    path,
    count: () => seen.count,
    recount: () => exclusively(recount),
    restore,
    /** Returns once they are on disk. @throws the system's error */
    append: async (letters: { record: unknown; code: string; at: string }[]) => {
      if (letters.length === 0) return;
      await appendBytes(Buffer.concat(letters.map((letter) => frame(JSON.stringify(letter)))));
      await exclusively(recount).catch(() => null);
    },
    appendBytes,
    /** Takes all letters away from the other processes; null if there are none. */
    claim: async () => {
      const id = makeId().id;
      const claimed = claimPath(id);
      if (!(await take(path, claimed))) return null;
      await syncFolder(folder);
      return { id, path: claimed };
    },
  };
}

/**
 * One system call for all of it, which others' appends do not come between: O_APPEND in write(2). After one
 * that was cut short they may, so that the line it broke off in is written anew.
 */
async function writeLines(handle: FileHandle, lines: Buffer): Promise<void> {
  for (let rest = lines; ;) {
    const { bytesWritten } = await handle.write(rest);
    if (bytesWritten === rest.length) return;
    if (bytesWritten === 0) throw Object.assign(new Error("The disk takes nothing"), { code: "EIO" });
    rest = fromBrokenLine(rest, bytesWritten);
  }
}

/** A letter's line; null if it is damaged, or no letter. */
export function parseLetter({ bytes }: Line): DeadLetter | null {
  const json = unframe(bytes);
  const letter = json === null ? null : letterSchema.safeParse(parseJson(json)).data;
  return letter ? { ...letter, record: spoolRecordSchema.safeParse(letter.record).data ?? null } : null;
}
