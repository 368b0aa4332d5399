import { codeOf } from "@/modules/auditLog/delivery/failures";
import { adoptSegments, release } from "./adopt";
import { writeSegmentSync } from "./appendSync";
import { toBatch } from "./batch";
import { openDeadLetters, type DeadLetter } from "./deadLetters";
import { drainSegments } from "./drain";
import { syncFolder } from "./folder";
import type { Deliver, Verdict } from "./handOver";
import { openJournal } from "./journal";
import type { SpoolRecord } from "./record";
import { readLetters, replayLetters } from "./replayDeadLetters";
import { createSegments } from "./segments";

export type { DeadLetter } from "./deadLetters";
export type { Deliver, Verdict } from "./handOver";
export type { SpoolRecord } from "./record";

export type SpoolOptions = {
  /** Made when something is first put there, for this user alone. Several processes may share it. */
  folder: string;
  /** How much this process may keep there, besides what it took over from dead ones. */
  maxBytes: number;
  /** How much may be on its way to the disk at one time; 256 MB if left out. */
  maxHeldBytes?: number;
  onAlert: (alert: SpoolAlert) => void;
};

/** Once whenever the files pass half of what they may take, and for entries newly dead or damaged. */
export type SpoolAlert =
  | { kind: "half_full"; bytes: number; maxBytes: number }
  | { kind: "dead_letters"; count: number }
  | { kind: "torn"; lines: number };

export type SpoolStats = {
  /** Records that wait, of this process and of those it took over. */
  waiting: number;
  bytes: number;
  maxBytes: number;
  /** The instant (ISO 8601) at which the first that waits was put there. */
  oldest: string | null;
  /** Of all processes of the folder. */
  deadLetters: number;
  /** Records taken over from dead processes, less those that others took over from this one: may be negative. */
  adopted: number;
  /** Records on disk that an append had given up: they are told twice, and wait all the same. */
  late: number;
  /** What became of those that no longer wait. `buried`: they are dead letters. */
  settled: { stored: number; withdrawn: number; buried: number };
  /** Damaged lines that were passed over. */
  torn: number;
  /** Why the last append or drain failed; null after one that did not. */
  lastError: string | null;
};

/** Nothing here rejects or throws but what is done with dead letters by command, and that with a system's error. */
export type Spool = {
  /**
   * Keeps the records on disk; null once they are fsynced. Else a code (`SPOOL_FULL`, `SPOOL_BUSY`, `ENOSPC`,
   * `EACCES`, ...), and then none of them counts as kept.
   */
  append: (records: SpoolRecord[]) => Promise<string | null>;
  /** The same for `process.on("exit")`, where nothing can be waited for. */
  appendSync: (records: SpoolRecord[]) => string | null;
  /**
   * Takes over dead processes' files, then hands over all that waits, in order, 500 at most at a time, and
   * removes what got settled. Stops when a whole chunk waits, or `deliver` rejects. A call during another joins
   * it: it answers when that one does, and its own `deliver` is never asked.
   */
  drain: (deliver: Deliver) => Promise<void>;
  stats: () => SpoolStats;
  readDeadLetters: () => Promise<DeadLetter[]>;
  /** Hands the dead letters over again, and removes those that are now stored or withdrawn. */
  replayDeadLetters: (deliver: Deliver) => Promise<void>;
  /** Waits for what is under way and lets go of the files, for any process to take. What is appended later is kept as ever. */
  close: () => Promise<void>;
};

/** Touches no disk, but to count the dead letters that are there. */
export function openSpool({ folder, maxBytes, maxHeldBytes = 256 * 2 ** 20, onAlert }: SpoolOptions): Spool {
  const segments = createSegments(folder);
  const hasRoom = (bytes: number) => segments.ownBytes() + bytes <= maxBytes;
  const journal = openJournal(segments, { hasRoom, maxHeldBytes });
  const deadLetters = openDeadLetters(segments);
  const seen = { torn: 0, lastError: null as string | null };
  const settled = { stored: 0, withdrawn: 0, buried: 0 };
  let isHalfFull = false;
  let isClosing = false;
  let draining: Promise<void> | null = null;
  void deadLetters.recount().catch(noteFailure);

  async function drainOnce(deliver: Deliver): Promise<void> {
    seen.lastError = null;
    const before = { torn: seen.torn, dead: deadLetters.count() };
    await Promise.all([adoptSegments(segments).catch(noteFailure), deadLetters.restore().catch(noteFailure)]);
    const run = {
      deliver,
      deadLetters,
      mayGoOn: () => !isClosing,
      undecided: new Set<string>(),
      noteSettled,
      noteTorn: (lines: number) => (seen.torn += lines),
      noteFailure: (code: string) => (seen.lastError = code),
    };
    await drainSegments(segments, journal, run).catch(noteFailure);
    await deadLetters.recount().catch(noteFailure);
    checkFill();
    if (seen.torn > before.torn) alert({ kind: "torn", lines: seen.torn - before.torn });
    if (deadLetters.count() > before.dead) alert({ kind: "dead_letters", count: deadLetters.count() });
  }

  function noteSettled(verdict: Verdict): void {
    if (typeof verdict === "object") settled.buried++;
    else if (verdict !== "waiting") settled[verdict]++;
  }

  function noteRevived(verdict: Verdict): void {
    if (verdict !== "stored" && verdict !== "withdrawn") return;
    settled[verdict]++;
    settled.buried--;
  }

  function noteFailure(error: unknown): void {
    seen.lastError = codeOf(error);
  }

  function noteAppend(code: string | null): string | null {
    seen.lastError = code;
    checkFill();
    return code;
  }

  function checkFill(): void {
    const bytes = segments.ownBytes();
    const wasHalfFull = isHalfFull;
    isHalfFull = bytes * 2 >= maxBytes;
    if (isHalfFull && !wasHalfFull) alert({ kind: "half_full", bytes, maxBytes });
  }

  function alert(about: SpoolAlert): void {
    try {
      onAlert(about);
    } catch {
      // Whoever is told can't be helped by what tells.
    }
  }

  return {
    append: async (records) => {
      if (records.length === 0) return null;
      const batch = toBatch(records);
      return noteAppend(typeof batch === "string" ? batch : await journal.append(batch));
    },
    appendSync: (records) => {
      if (records.length === 0) return null;
      const batch = toBatch(records);
      if (typeof batch === "string") return noteAppend(batch);
      return noteAppend(hasRoom(batch.bytes.length) ? writeSegmentSync(segments, batch) : "SPOOL_FULL");
    },
    drain: (deliver) => (draining ??= drainOnce(deliver).finally(() => (draining = null))),
    stats: () => ({
      ...segments.totals(),
      maxBytes,
      deadLetters: deadLetters.count(),
      late: journal.late(),
      settled: { ...settled },
      ...seen,
    }),
    readDeadLetters: () => readLetters(deadLetters),
    replayDeadLetters: (deliver) =>
      replayLetters(folder, deadLetters, async (records) => {
        const verdicts = await deliver(records);
        verdicts.forEach(noteRevived);
        return verdicts;
      }),
    close: async () => {
      isClosing = true;
      await draining;
      await journal.seal();
      await releaseAll().catch(noteFailure);
      isClosing = false;
    },
  };

  async function releaseAll(): Promise<void> {
    const released = segments.sealed();
    for (const segment of released) {
      await release(folder, { ...segment, kind: "spool" });
      segments.forget(segment);
    }
    if (released.length > 0) await syncFolder(folder);
  }
}
