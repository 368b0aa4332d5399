import { utimes, unlink } from "node:fs/promises";
import { join } from "node:path";
import { makeId } from "@/modules/auditLog/capture/id";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { formatName, readOwnProcess, type Owner } from "./owner";

const heartbeatMs = 10_000;

/** One file of this process, its own or one taken over from a dead process. */
export type Segment = {
  id: string;
  path: string;
  bytes: number;
  /** Records that wait. */
  waiting: number;
  oldest: string | null;
  /** Taken over from a dead process. */
  isAdopted: boolean;
  /** Nothing is appended to it any more. */
  isSealed: boolean;
  /** What stands before this byte is settled, and so are the lines that begin at `settled`. */
  from: number;
  settled: Set<number>;
};

export type Segments = ReturnType<typeof createSegments>;

/** The files of this process, and the sign of life it gives by them. */
export function createSegments(folder: string) {
  const all = new Map<string, Segment>();
  let owner: Owner | undefined;
  let adopted = 0;
  let heartbeat: NodeJS.Timeout | undefined;

  function track(id: string = makeId().id): Segment {
    owner ??= readOwnProcess();
    const path = join(folder, formatName({ owner, id, kind: "spool" }));
    const segment = {
      id,
      path,
      bytes: 0,
      waiting: 0,
      oldest: null,
      isAdopted: false,
      isSealed: false,
      from: 0,
      settled: new Set<number>(),
    };
    all.set(path, segment);
    heartbeat ??= setInterval(beat, heartbeatMs).unref();
    return segment;
  }

  /** What still waits in it is no longer this process's: whoever took the file counts it. */
  function forget(segment: Segment): void {
    if (!all.delete(segment.path)) return;
    adopted -= segment.waiting;
    if (all.size > 0) return;
    clearInterval(heartbeat);
    heartbeat = undefined;
  }

  function beat(): void {
    const now = new Date();
    for (const path of all.keys()) utimes(path, now, now).catch(() => null);
  }

  /** What dead processes left counts for nobody: a backlog must not take the room of what comes. */
  function ownBytes(): number {
    let sum = 0;
    for (const segment of all.values()) if (!segment.isAdopted) sum += segment.bytes;
    return sum;
  }

  function bytes(): number {
    let sum = 0;
    for (const segment of all.values()) sum += segment.bytes;
    return sum;
  }

  return {
    folder,
    owner: () => (owner ??= readOwnProcess()),
    track,
    forget,
    noteAdopted: (records: number) => (adopted += records),
    /** Removes the file as well. */
    remove: async (segment: Segment) => {
      await unlink(segment.path).catch(ignoreMissing);
      forget(segment);
    },
    has: (path: string) => all.has(path),
    /** Those that are not appended to, in the order in which they were begun. */
    sealed: () =>
      [...all.values()].filter(({ isSealed }) => isSealed).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ownBytes,
    totals: () => {
      const segments = [...all.values()];
      const instants = segments.flatMap(({ oldest }) => oldest ?? []).toSorted();
      return {
        waiting: segments.reduce((sum, { waiting }) => sum + waiting, 0),
        bytes: bytes(),
        oldest: instants[0] ?? null,
        adopted,
      };
    },
  };
}

export function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== "ENOENT") throw error;
}
