import type { ParameterOrJSON, Sql, TransactionSql, UnsafeQueryOptions } from "postgres";

type Scope = TransactionSql;
type Work = (scope: Scope) => Promise<unknown>;
type Parameters = ParameterOrJSON<never>[];

/** A transaction's connection. Once it is lost or the transaction ended, nothing may reach the driver by it any more. */
type Connection = {
  isLost: boolean;
  isCommitted: boolean;
  lost: Promise<never>;
  lose: (error: unknown) => void;
};

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
    const result = await Promise.race([ended, connection.lost]);
    // A statement that is sent after the end would run outside the transaction, or in another's.
    connection.isCommitted = true;
    return result;
  } catch (error) {
    connection.isLost = true;
    throw error;
  }
}

function openConnection(): Connection {
  let reject: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_, rejectLost) => (reject = rejectLost));
  lost.catch(() => {});
  const connection: Connection = {
    isLost: false,
    isCommitted: false,
    lost,
    lose: (error) => {
      connection.isLost = true;
      reject(error);
    },
  };
  return connection;
}

/** Runs the callback, and where the transaction ended before it never answers the driver: it would send a ROLLBACK. */
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
    if (connection.isLost || connection.isCommitted) return refused(connection);
    const pending = scope.unsafe(query, parameters, options);
    pending.catch((error: unknown) => isLoss(error) && connection.lose(error));
    return pending;
  }

  function savepoint(work: Work): Promise<unknown> {
    if (connection.isLost || connection.isCommitted) return refused(connection);
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
function refused({ isLost }: Connection) {
  const [code, message] = isLost
    ? ["CONNECTION_CLOSED", "The transaction was rolled back, or its connection is gone"]
    : ["TRANSACTION_ENDED", "The transaction has ended: await all that is to be done in it"];
  const rejected = Promise.reject<unknown>(Object.assign(new Error(message), { code }));
  rejected.catch(() => {});
  return Object.assign(rejected, { values: () => rejected });
}

const lossCodes = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * What the driver and the system say of a connection, and the server before it hangs up. Any other error, one
 * of the statement's own parameters too, leaves a connection that has to be rolled back.
 */
function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("severity" in error) return error.severity === "FATAL" || error.severity === "PANIC";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (lossCodes.has(code) || /^ERR_(STREAM|SOCKET)_/.test(code)) return true;
  return isLoss(error.cause);
}
