import { isUnavailable } from "./failures";
import { reportAvailable, reportUnavailable } from "./report";
import { delivery } from "./state";
import type { StoreFailure } from "./store.repo";

export function noteError(code: string): void {
  delivery().lastError = { code, at: new Date().toISOString() };
}

/** Remembers what the database said; where it does not answer, entries go to the spool from now on. */
export function noteFailure(failure: StoreFailure): void {
  const state = delivery();
  noteError(failure.code);
  if (!isUnavailable(failure) || state.unavailable) return;
  state.unavailable = failure;
  reportUnavailable(failure.code);
}

/** True when the database answers again. */
export function noteSuccess(): boolean {
  const state = delivery();
  if (!state.unavailable) return false;
  state.unavailable = null;
  reportAvailable();
  return true;
}
