import { setTimeout as sleep } from "node:timers/promises";
import { createSqlClient } from "@/db/drizzle";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { answerEach } from "@/tests/bench/feed/worker";
import { readNewest } from "@/tests/bench/inputs";
import type { Lap, Question } from "./processes";

const readers = 2;
const writers = 2;
const pauseMs = 3;
const different = 1_000;

let lap = newLap();

answerEach<Question>(async (question) => {
  if ("read" in question) await begin(question.read);
  const ended = lap;
  lap = newLap();
  return ended;
});

function newLap(): Lap {
  return { reads: [], writes: [], stored: [], errors: [] };
}

async function begin({ type, id }: { type: string; id: string }): Promise<void> {
  const inputs = await readNewest(createSqlClient({ max: 1 }), { count: different, isDated: false });
  const read = async () => {
    const { entries } = await auditLogService.getForResource(type, id);
    if (entries.length === 0) throw new Error("An empty page");
  };
  for (let reader = 0; reader < readers; reader++)
    void repeat(read, (milliseconds) => lap.reads.push(milliseconds));
  for (let writer = 0; writer < writers; writer++) {
    const write = () => logOne(inputs[Math.floor(Math.random() * inputs.length)]);
    void repeat(write, (milliseconds) => lap.writes.push(milliseconds));
  }
}

async function logOne(input: AuditLogInput | undefined): Promise<void> {
  if (!input) return;
  const { id, status } = await auditLogService.log(input);
  if (status === "stored") lap.stored.push(id);
  else lap.errors.push(`an entry was ${status}`);
}

/** Again and again for as long as this process lives. */
async function repeat(action: () => Promise<void>, note: (milliseconds: number) => void): Promise<never> {
  for (;;) {
    const start = performance.now();
    await action().catch((error: unknown) => lap.errors.push(String(error)));
    note(performance.now() - start);
    await sleep(pauseMs);
  }
}
