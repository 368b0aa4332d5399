import { randomUUID } from "node:crypto";

/**
 * Writes one line about an unforeseen error and returns its reference. An error's message may hold a
 * query's parameters, so only its name, its code and where it was thrown are told.
 */
export function reportError(error: unknown, where: "page" | "action" | "route"): string {
  const reference = randomUUID().slice(0, 8);
  console.error(JSON.stringify({ level: "error", event: `${where}.failed`, reference, ...describe(error) }));
  return reference;
}

function describe(error: unknown): { name: string; code: string | null; frames: string[] } {
  const [first, ...causes] = chainOf(error);
  const code = [first, ...causes].map(codeOf).find((found) => found !== null) ?? null;
  return { name: first?.name ?? typeof error, code, frames: first ? framesOf(first) : [] };
}

function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let link = error; link instanceof Error && chain.length < 5; link = link.cause) chain.push(link);
  return chain;
}

/** A stack begins with the message, which may itself look like frames: no message found, no frames told. */
function framesOf({ stack = "", message }: Error): string[] {
  const start = stack.indexOf(message);
  if (start === -1) return [];
  const lines = stack.slice(start + message.length).split("\n");
  return lines.flatMap((text) => (text.startsWith("    at ") ? [text.trim()] : [])).slice(0, 5);
}

/** SQLSTATE ("42P01") or Node's name of a system error ("ECONNREFUSED"). */
function codeOf(error: Error | undefined): string | null {
  const code: unknown = error && "code" in error ? error.code : null;
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : null;
}
