const dayMs = 24 * 60 * 60 * 1_000;

/** Instants and choices of the demo data: the same at every run, but for the day it starts from. */
export class Clock {
  private seed = 20_260_101;

  constructor(private readonly now = Date.now()) {}

  /** Some minutes past that hour (UTC), that many days ago. */
  daysAgo(days: number, hour: number): Date {
    const midnight = Math.floor(this.now / dayMs) * dayMs - days * dayMs;
    return new Date(midnight + hour * 3_600_000 + Math.floor(this.random() * 3_000_000));
  }

  /** A number from 0 to 1 (mulberry32). */
  random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.random() * items.length)];
  }
}
