import postgres from "postgres";

import { EmbeddedPostgresError } from "@/db/embedded/embeddedError";
import { EnvironmentError } from "@/env";

/**
 * What to tell the person who started the application. Of an error in a query only what can't hold a
 * value of a row, since a query error's own message holds its parameters.
 */
export function explainFailure(error: unknown, databaseUrl: string | undefined): string {
  if (error instanceof EnvironmentError || error instanceof EmbeddedPostgresError) return error.message;
  const cause = rootCause(error);
  const server = databaseUrl === undefined ? "The database" : `The database at ${address(databaseUrl)}`;
  if (cause instanceof postgres.PostgresError) return `${server} ${explainRefusal(cause)}`;
  const code = errorCode(cause);
  if (code !== null && unreachable.has(code)) {
    return `${server} can't be reached (${code}). Start it, or correct DATABASE_URL, or unset it to use an embedded one.`;
  }
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

const unreachable = new Set([
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

const refusals: Record<string, string> = {
  "28000": "refuses the user that DATABASE_URL names (28000).",
  "28P01": "refuses the user or the password in DATABASE_URL (28P01).",
  "3D000": "has no database of the name in DATABASE_URL (3D000). Create it, or correct the name.",
  "42501": "doesn't let the user in DATABASE_URL do this (42501). Migrations need their tables' owner.",
  "53300": "has no connection left (53300). End some, or raise its max_connections.",
  "57P03": "isn't ready yet (57P03). Try again in a moment.",
};

function explainRefusal({ code, message }: postgres.PostgresError) {
  // Errors of class 42 speak of tables, columns and syntax; others may quote a value.
  const reason = code.startsWith("42") ? `: ${message}` : "";
  return refusals[code] ?? `answered a statement with error ${code}${reason}`;
}

/** Host and port, and nothing else of the URL. */
function address(url: string) {
  const hosts = url.replace(/^[a-z]+:\/\//, "").replace(/^[^/?]*@/, "");
  const [host = ""] = hosts.split(/[/?]/);
  return /:\d+$/.test(host) ? host : `${host}:5432`;
}

function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootCause(error.cause) : error;
}

function errorCode(error: unknown) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
