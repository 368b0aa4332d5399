import { db } from "@/db/drizzle";

/** What a transaction's callback is handed. */
export type Transaction = Parameters<Parameters<typeof db.transaction>[0]>[0];

/** Whatever runs a query: the database, or a transaction on it. */
export type Executor = typeof db | Transaction;

const attempts = 3;

/**
 * Runs a transaction, and again where Postgres ended it for the sake of another (a deadlock, a conflict
 * of serializable transactions): nothing of it has happened then. What it does must all be in `tx`.
 */
export async function inTransaction<Result>(how: (tx: Transaction) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(how);
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "40P01" || code === "40001") return true;
  return error instanceof Error && error.cause !== undefined && isConflict(error.cause);
}
