import type { Pace } from "./live.types";

/** When to look: soon after each hint and again a little later, never two looks at once. */
export type Looking = { soon: () => void; stop: () => void };

/** `look` never rejects. */
export function createLooking(look: () => Promise<void>, { pauseMs, againMs }: Pace): Looking {
  const timers: NodeJS.Timeout[] = [];
  let lastAt = -Infinity;
  let isUnderWay = false;
  let isAsked = false;
  let isStopped = false;

  function soon(): void {
    if (isStopped) return;
    const pause = Math.max(0, lastAt + pauseMs - performance.now());
    for (const [at, delay] of [pause, ...againMs].entries()) {
      clearTimeout(timers[at]);
      timers[at] = setTimeout(() => void run(), delay).unref();
    }
  }

  async function run(): Promise<void> {
    // What was stored since that look began it may not have seen.
    isAsked = isUnderWay;
    if (isUnderWay) return;
    isUnderWay = true;
    lastAt = performance.now();
    await look();
    isUnderWay = false;
    if (isAsked) soon();
  }

  function stop(): void {
    isStopped = true;
    timers.forEach((timer) => clearTimeout(timer));
  }

  return { soon, stop };
}
