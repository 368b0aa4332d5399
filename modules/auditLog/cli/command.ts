import type { Readable, Writable } from "node:stream";

/** Where a command reads and writes: a process's streams, or a test's. `output` is for data, the rest for people. */
export type Terminal = {
  input: Readable & { isTTY?: boolean };
  output: Writable;
  say: (line: string) => void;
  complain: (line: string) => void;
};

/** `run` answers with the exit code: 0, or 1 where something is left to do. */
export type Verb = {
  summary: string;
  help: string;
  run: (args: string[], terminal: Terminal) => Promise<number>;
};

/** The command was called wrongly; the message says what was wrong. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What was asked for can't be done; the message says why and what helps. Exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Runs the verb that `args` begin with and answers with the exit code: 2 for a wrong call, else the verb's.
 *
 * @throws what the verb throws, but for a UsageError or CommandError
 */
export async function runCommand(
  verbs: Readonly<Record<string, Verb>>,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [name = "--help", ...rest] = args;
  if (isHelp(name)) return tell(terminal, overview(verbs));
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) {
    terminal.complain(`There is no command "${name}". Known: ${Object.keys(verbs).join(", ")}.`);
    return 2;
  }
  if (rest.some(isHelp)) return tell(terminal, verb.help);
  try {
    return await verb.run(rest, terminal);
  } catch (error) {
    if (error instanceof CommandError) return fail(terminal, error);
    if (!isWrongCall(error)) throw error;
    terminal.complain(`${name}: ${firstSentence(error.message)}\n\n${verb.help}`);
    return 2;
  }
}

function fail({ complain }: Terminal, { message }: CommandError): 1 {
  complain(message);
  return 1;
}

function overview(verbs: Readonly<Record<string, Verb>>): string {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  const lines = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  const usage = "Usage: npm run audit -- <command> [options]";
  return [usage, "", ...lines, "", "npm run audit -- <command> --help tells more."].join("\n");
}

function tell({ say }: Terminal, text: string): 0 {
  say(text);
  return 0;
}

function isHelp(arg: string): boolean {
  return arg === "--help" || arg === "-h";
}

function isWrongCall(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS_");
}

/** Node's own message goes on with advice on its API. */
function firstSentence(message: string): string {
  const [sentence = ""] = message.split(/\. (?=[A-Z])/);
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}
