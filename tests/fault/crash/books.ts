import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import { expect } from "vitest";
import { countRounds, findContradictions, type Round } from "./audit";
import { readLedger, untilAlone } from "./ledger";
import type { FinalHealth } from "./plan";
import { readReport, type Line } from "./report";

/** What all processes of a test said, and whether it is true. */
export function createBooks(folder: string) {
  const settled: Round[] = [];
  let open: number[] = [];

  const reportPath = (round: number) => path.join(folder, `report-${round}`);

  return {
    begin: (round: number): string => {
      open.push(round);
      return reportPath(round);
    },
    /** Waits until the round's process kept an entry on disk, or ended: what comes next, it survives by that. */
    untilSpooled: async (round: number, isRunning: () => boolean): Promise<void> => {
      const isSpooled = (line: Line) => line.kind === "entry" && line.status === "spooled";
      while (isRunning() && !(await readReport(reportPath(round))).some(isSpooled)) await delay(20);
    },
    /** Holds the rounds since the last time to what their processes said. */
    settle: async (sql: Sql): Promise<void> => {
      await untilAlone(sql);
      const rounds = await Promise.all(
        open.map(async (round) => ({
          lines: await readReport(reportPath(round)),
          ledger: await readLedger(sql, round),
        })),
      );
      open = [];
      settled.push(...rounds);
      const contradictions = rounds.flatMap(findContradictions);
      expect(contradictions.slice(0, 20), `${contradictions.length} contradictions`).toEqual([]);
    },
    tell: (): string =>
      Object.entries(countRounds(settled))
        .map(([name, count]) => `${name} ${count}`)
        .join(", "),
  };
}

/** Nothing waits, and nothing was given up. */
export function expectDelivered({
  status,
  accepted,
  stored,
  spooled,
  dead,
  dropped,
  pending,
}: FinalHealth): void {
  expect({ status, spooled, dead, dropped, pending }).toEqual({
    status: "ok",
    spooled: 0,
    dead: 0,
    dropped: 0,
    pending: 0,
  });
  expect(accepted).toBe(stored);
}
