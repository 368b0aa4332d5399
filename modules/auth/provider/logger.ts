/**
 * better-auth's log, reduced to what happened. A failed query's message goes on to list its parameters,
 * password hashes among them, so only its first line is written, and of other arguments the error's kind.
 */
export function logWithoutValues(level: string, ...[message, ...details]: [string, ...unknown[]]): void {
  const kinds = details.filter((detail) => detail instanceof Error).map(describeError);
  console.error([`auth ${level}:`, firstLine(message), ...kinds].join(" "));
}

/** An error's class and, for a database's, its SQLSTATE. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = codeOf(error) ?? codeOf(error.cause);
  return code === undefined ? error.name : `${error.name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function firstLine(message: string) {
  return message.split("\n", 1)[0]?.slice(0, 200);
}
