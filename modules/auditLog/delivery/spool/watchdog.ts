const periodMs = 400;
const patience = 2;

/**
 * Calls `onStill` when nothing has moved for 800 ms. It takes two periods: through one the process itself may
 * have been too busy to see what the disk answered.
 */
export function watchProgress(steps: () => number, onStill: () => void): { stop: () => void } {
  let seen = steps();
  let still = 0;
  const timer = setInterval(() => {
    still = steps() === seen ? still + 1 : 0;
    seen = steps();
    if (still < patience) return;
    clearInterval(timer);
    onStill();
  }, periodMs);
  return { stop: () => clearInterval(timer) };
}
