import type { StoreFailure } from "./store.repo";

/** More entries at once than the writer takes: load, not an outage. */
export const queueFull = "QUEUE_FULL";

const checkViolation = "23514";

/** Why entries were not stored, by the error's code alone. */
export function failureOf(error: unknown): StoreFailure {
  const code = codeOf(error);
  // Postgres has one code for an entry that breaks a constraint and for a table without a partition for it.
  const isConstraint = error instanceof Error && "constraint_name" in error;
  return code === checkViolation && !isConstraint ? { code, lacksPartition: true } : { code };
}

/** The SQLSTATE or system code of an error, and nothing else of it: its message may hold the entry. */
export function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && /^[A-Z0-9_]{3,40}$/.test(cause.code)) {
      return cause.code;
    }
  }
  return "UNKNOWN";
}

// EPIPE and EPERM are five letters too, but none of theirs is a digit.
const isState = /^(?=.*\d)[0-9A-Z]{5}$/;

/** Whether others of the same batch may pass: the entry is refused, or its month has no partition. */
export function isOfOne(failure: StoreFailure): boolean {
  return failure.lacksPartition === true || isOfEntry(failure);
}

/**
 * Whether the entry itself is refused, so that others may pass: data exceptions (22), constraints (23, 44),
 * limits (54) and what triggers raise (P0). Classes of SQLSTATE: PostgreSQL, appendix A.
 */
export function isOfEntry({ code, lacksPartition }: StoreFailure): boolean {
  return !lacksPartition && isState.test(code) && /^(22|23|44|54|P0)/.test(code);
}

/**
 * Whether the database does not answer at all, or not in time: a connection's failure, no more connections,
 * a server that shuts down or starts, a statement that took too long. The next entry need not wait for it.
 */
export function isUnavailable({ code }: StoreFailure): boolean {
  if (code === queueFull) return false;
  return !isState.test(code) || /^(08|53|57|58)/.test(code);
}
