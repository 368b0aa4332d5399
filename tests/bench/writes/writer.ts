// What Next's server loads before anything else: request scopes need it, and it changes globals.
import "next/dist/server/node-environment.js";
import postgres from "postgres";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { answerEach } from "@/tests/bench/feed/worker";
import { readNewest } from "@/tests/bench/inputs";
import { openRequestScope } from "@/tests/bench/request";
import type { Question, Written } from "./processes";

const callers = 100;
const different = 20_000;

const inRequest = await openRequestScope();
let inputs: AuditLogInput[] = [];
let next = 0;

// Another database needs another process: the application knows but one.
answerEach<Question>((question) =>
  "like" in question ? prepare(question.like) : write(question.milliseconds),
);

async function prepare(like: string): Promise<Written> {
  const sql = postgres(like, { max: 1 });
  inputs = await readNewest(sql, { count: different, isDated: false });
  await sql.end();
  return { milliseconds: 0, ids: [] };
}

async function write(milliseconds: number): Promise<Written> {
  const ids: string[] = [];
  const start = performance.now();
  const call = async () => {
    while (performance.now() - start < milliseconds) ids.push(await logNext());
  };
  await Promise.all(Array.from({ length: callers }, () => inRequest(call)));
  return { milliseconds: performance.now() - start, ids };
}

async function logNext(): Promise<string> {
  const input = inputs[next++ % inputs.length];
  if (!input) throw new Error("Nothing to log: this process was not told which entries to write again");
  const { id, status } = await auditLogService.log(input);
  if (status === "stored") return id;
  throw new Error(`Entry ${id} was ${status}: nothing is measured of a log that fails`);
}
