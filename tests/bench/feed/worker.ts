import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";

/** A process of its own that answers one question at a time. */
export type Worker<Question, Answer> = {
  /** @throws Error if the process ends instead of answering; why is on stderr. */
  ask: (question: Question) => Promise<Answer>;
  stop: () => void;
};

type Launch<Schema> = { answer: Schema; condition?: "react-server"; databaseUrl?: string };

/** Starts a file. `condition` is what packages are resolved by, as `node --conditions` takes it. */
export function startWorker<Question extends object, Schema extends z.ZodType>(
  file: URL,
  { answer, condition, databaseUrl }: Launch<Schema>,
): Worker<Question, z.infer<Schema>> {
  const conditions = condition === undefined ? [] : [`--conditions=${condition}`];
  const child = fork(fileURLToPath(file), {
    execArgv: [...conditions, "--import", import.meta.resolve("tsx")],
    serialization: "advanced",
    env: databaseUrl === undefined ? process.env : { ...process.env, DATABASE_URL: databaseUrl },
  });
  const ended = once(child, "exit").then(([code]: unknown[]): never => {
    throw new Error(`${path.basename(file.pathname)} ended with ${String(code)} instead of answering`);
  });
  ended.catch(() => {});

  async function ask(question: Question): Promise<z.infer<Schema>> {
    const answered = once(child, "message").then(([message]: unknown[]) => answer.parse(message));
    child.send(question);
    return Promise.race([answered, ended]);
  }
  return { ask, stop: () => child.connected && child.disconnect() };
}

/** Answers every question until the process that asks is gone. */
export function answerEach<Question>(answer: (question: Question) => Promise<object>): void {
  process.on(
    "message",
    (question: Question) => void answer(question).then((found) => process.send?.(found), fail),
  );
  process.once("disconnect", () => process.exit());
}

/** Ends the process also where Next's environment is loaded, which lets rejections pass. */
function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
