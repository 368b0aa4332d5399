import type { ChildProcess } from "node:child_process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const impatientAfterMs = 2_000;

/**
 * The first signal that asks this process to end, passed on to the command once. The same Ctrl-C arrives
 * up to three times, from the terminal, npm and tsx; one that comes later is meant, and ends things at once.
 */
export class StopRequest {
  signal: NodeJS.Signals | null = null;
  #receivedAt = 0;
  #child: ChildProcess | null = null;

  constructor() {
    for (const signal of signals) process.on(signal, () => this.#receive(signal));
  }

  passOnTo(child: ChildProcess): void {
    this.#child = child;
    if (this.signal !== null) child.kill(this.signal);
  }

  #receive(signal: NodeJS.Signals) {
    if (this.signal === null) {
      this.signal = signal;
      this.#receivedAt = Date.now();
      this.#child?.kill(signal);
    } else if (Date.now() - this.#receivedAt > impatientAfterMs) {
      this.#endAtOnce();
    }
  }

  #endAtOnce() {
    if (this.#child === null) process.exit(1);
    this.#child.kill("SIGKILL");
  }
}
