import { createServer } from "node:net";

import { EmbeddedPostgresError } from "./embeddedError";

export const host = "127.0.0.1";
const usualPort = 54_329;
const portsTried = 100;

/** Why a port can't be had: the system's code, such as EADDRINUSE. Null: it is free. */
export async function portTrouble(port: number): Promise<string | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** The ports to try in turn: the one asked for and no other, or the usual one and those after it. */
export function candidatePorts(wanted: number | undefined): number[] {
  return wanted === undefined
    ? Array.from({ length: portsTried }, (_, index) => usualPort + index)
    : [wanted];
}

export function noPortError(wanted: number | undefined): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    wanted === undefined
      ? `The embedded Postgres found no free port from ${usualPort} to ${usualPort + portsTried - 1}.` +
          " Name a free one, e.g. EMBEDDED_POSTGRES_PORT=55432"
      : `Port ${wanted}, which EMBEDDED_POSTGRES_PORT asks for, can't be used: another program listens on it, or` +
          " this user may not. Stop that program, name a free port, or unset EMBEDDED_POSTGRES_PORT to have one found.",
  );
}

/** Says where the server is, when that isn't where one would look for it. */
export function unusualPort(port: number, wanted: number | undefined): string | null {
  if (port === (wanted ?? usualPort)) return null;
  return wanted === undefined
    ? `Port ${usualPort} is in use by another program: the embedded Postgres listens on ${port}.`
    : `The embedded Postgres runs on port ${port} for another process: EMBEDDED_POSTGRES_PORT=${wanted} has to wait.`;
}
