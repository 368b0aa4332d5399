import { onTestFinished, vi } from "vitest";

/** Each look at the clock finds a minute gone: a search that has a second looks through its first piece. */
export function haveNoTime(): void {
  let now = Date.now();
  const clock = vi.spyOn(Date, "now").mockImplementation(() => (now += 60_000));
  onTestFinished(() => clock.mockRestore());
}
