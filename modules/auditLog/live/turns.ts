import { withinTime } from "@/modules/auditLog/delivery/withinTime";

/** How many may have their turn at a time, and for how many milliseconds. */
type Limits = { atOnce: number; deadlineMs: number };

/** Runs work a few at a time, first come, first served. */
export function createTurns({ atOnce, deadlineMs }: Limits) {
  const waiting: (() => void)[] = [];
  let free = atOnce;

  async function take(): Promise<void> {
    if (free === 0) return new Promise((resolve) => waiting.push(resolve));
    free--;
  }

  /** A turn that is given back goes to whoever waits, without being free in between. */
  function giveBack(): void {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }

  /** @throws what the work throws, or an error when it takes too long; it is not broken off then */
  return async function inTurn(work: () => Promise<void>): Promise<void> {
    await take();
    try {
      const done = work().then(() => true);
      if (!(await withinTime(done, { milliseconds: deadlineMs, late: false })))
        throw new Error(`The database did not answer a look at new entries within ${deadlineMs} ms`);
    } finally {
      giveBack();
    }
  };
}
