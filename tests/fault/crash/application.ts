import { setTimeout as delay } from "node:timers/promises";
import { closeDatabase } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { callAgain } from "./calls";
import { planSchema, type Said } from "./plan";
import { createRandom } from "./random";
import { openReport } from "./report";

// An application under load, until its input ends or it is killed: tsx --conditions=react-server
// tests/fault/crash/application.ts <plan as JSON>. As every process, it takes over what dead ones left.
const plan = planSchema.parse(JSON.parse(process.argv[2] ?? ""));
const report = openReport(plan.reportPath);
let isStopping = false;
process.stdin.resume().on("end", () => (isStopping = true));

auditLogService.start();
say({ said: "started" });

let tokens = 0;
const newToken = () => `${plan.round}.${++tokens}`;
await Promise.all(Array.from({ length: plan.callers }, (_, at) => callUntilStopped(at)));
await auditLogService.flush();
say({ said: "finished", health: await deliverEverything() });
await auditLogService.close();
await closeDatabase();
process.exit();

async function callUntilStopped(at: number): Promise<void> {
  const random = createRandom(plan.seed * 1_000 + at);
  while (!isStopping) {
    await callAgain({ round: plan.round, random, newToken, report });
    await delay(random.between(0, 15));
  }
}

async function deliverEverything() {
  await auditLogService.replaySpool();
  const health = await auditLogService.health();
  if (health.spooled === 0) return health;
  await delay(50);
  return deliverEverything();
}

function say(line: Said): void {
  console.log(JSON.stringify(line));
}
