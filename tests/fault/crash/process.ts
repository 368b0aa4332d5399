import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { saidSchema, type FinalHealth, type Plan, type Said } from "./plan";

const program = ["--import", "tsx", "--conditions=react-server", "tests/fault/crash/application.ts"];

/** An application process of its own, under load. It is killed after the test, if it still runs then. */
export function startApplication(plan: Plan, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [...program, JSON.stringify(plan)], {
    env: { ...process.env, ...env },
  });
  const complaints = text(child.stderr);
  const ended = once(child, "exit");
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const isRunning = () => child.exitCode === null && child.signalCode === null;

  async function listenFor<Word extends Said["said"]>(word: Word): Promise<Extract<Said, { said: Word }>> {
    for (;;) {
      const line = await said.next();
      if (line.done) throw await endedByItself();
      const heard = saidSchema.parse(JSON.parse(line.value));
      if (isSaid(heard, word)) return heard;
    }
  }

  async function endedByItself(): Promise<Error> {
    return new Error(`The application ended by itself. It said last:\n${(await complaints).slice(-4_000)}`);
  }

  async function kill(): Promise<void> {
    if (!isRunning()) throw await endedByItself();
    child.kill("SIGKILL");
    await ended;
  }

  onTestFinished(async () => {
    if (isRunning()) await kill();
  });
  return {
    isRunning,
    /** Resolves once the load begins. */
    started: () => listenFor("started"),
    /** SIGKILL. @throws Error if it had ended by itself */
    kill,
    /** Ends the load, and returns how delivery fared once nothing waits. */
    finish: async (): Promise<FinalHealth> => {
      child.stdin.end();
      const { health } = await listenFor("finished");
      await ended;
      return health;
    },
  };
}

function isSaid<Word extends Said["said"]>(said: Said, word: Word): said is Extract<Said, { said: Word }> {
  return said.said === word;
}
