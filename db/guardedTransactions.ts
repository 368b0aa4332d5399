import type { ParameterOrJSON, Sql, TransactionSql, UnsafeQueryOptions } from "postgres";

type Scope = TransactionSql;
type Work = (scope: Scope) => Promise<unknown>;
type Parameters = ParameterOrJSON<never>[];

/** A transaction's connection. Once it is lost, nothing may reach the driver by it any more. */
type Connection = { isLost: boolean; lost: Promise<never>; lose: (error: unknown) => void };

/**
 * A client for Drizzle whose transactions survive the loss of their connection: the promise rejects, as it
 * should. postgres.js 3.4.9 writes the ROLLBACK, and whatever else the callback sends, to the connection that is
 * gone, which ends the process by an error that nobody can catch, or to the one that took its place
 * (https://github.com/porsager/postgres/issues/1154).
 */
export function guardTransactions(client: Sql): Sql {
  return new Proxy(client, {
    get: (target, key): unknown =>
      key === "begin" ? (work: Work) => begin(target, work) : Reflect.get(target, key),
  });
}

async function begin(client: Sql, work: Work): Promise<unknown> {
  const connection = openConnection();
  try {
    const ended = client.begin((scope) => run(guardScope(scope, connection), { connection, work }));
    return await Promise.race([ended, connection.lost]);
  } finally {
    // A statement that is sent after the end would run outside the transaction, or in another's.
    connection.isLost = true;
  }
}

function openConnection(): Connection {
  let reject: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_, rejectLost) => (reject = rejectLost));
  lost.catch(() => {});
  const connection: Connection = {
    isLost: false,
    lost,
    lose: (error) => {
      connection.isLost = true;
      reject(error);
    },
  };
  return connection;
}

/** Runs the callback, and once the connection is lost never answers the driver: it would send a ROLLBACK. */
async function run(
  scope: Scope,
  { connection, work }: { connection: Connection; work: Work },
): Promise<unknown> {
  try {
    return await work(scope);
  } finally {
    if (connection.isLost) await new Promise(() => {});
  }
}

function guardScope(scope: Scope, connection: Connection): Scope {
  const replaced = new Map<string | symbol, unknown>([
    ["unsafe", unsafe],
    ["savepoint", savepoint],
  ]);
  return new Proxy(scope, { get: (target, key): unknown => replaced.get(key) ?? Reflect.get(target, key) });

  function unsafe(query: string, parameters?: Parameters, options?: UnsafeQueryOptions) {
    if (connection.isLost) return refused();
    const pending = scope.unsafe(query, parameters, options);
    pending.catch((error: unknown) => isLoss(error) && connection.lose(error));
    return pending;
  }

  function savepoint(work: Work): Promise<unknown> {
    if (connection.isLost) return refused();
    // What the callback throws says nothing of the connection, whatever its code.
    let thrown: unknown;
    const noting: Work = (inner) =>
      work(inner).catch((error: unknown) => {
        thrown = error;
        throw error;
      });
    const nested = scope.savepoint((inner) =>
      run(guardScope(inner, connection), { connection, work: noting }),
    );
    nested.catch((error: unknown) => error !== thrown && isLoss(error) && connection.lose(error));
    return Promise.race([nested, connection.lost]);
  }
}

/** What Drizzle takes for a query, also where it asks for rows as arrays. */
function refused() {
  const message = "The transaction is over, or its connection is gone: nothing more can be done in it";
  const rejected = Promise.reject<unknown>(Object.assign(new Error(message), { code: "CONNECTION_CLOSED" }));
  rejected.catch(() => {});
  return Object.assign(rejected, { values: () => rejected });
}

/** The driver's and the system's codes, and what the server says before it hangs up. */
function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("severity" in error && (error.severity === "FATAL" || error.severity === "PANIC")) return true;
  const isConnections =
    "code" in error && typeof error.code === "string" && /^(CONNECT|E[A-Z]{3,}|ERR_)/.test(error.code);
  return isConnections || isLoss(error.cause);
}
