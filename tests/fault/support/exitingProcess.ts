import { setImmediate as turn } from "node:timers/promises";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

// A process that ends while entries are on their way, which it did not wait for:
//   tsx tests/fault/support/exitingProcess.ts <at-once|under-way|sigterm> <prefix of its resource ids>
// It says how many entries it handed over, in one line.
const [how, prefix = ""] = process.argv.slice(2);
let handedOver = 0;

function hand(count: number): void {
  for (let at = 0; at < count; at++) {
    const resourceId = `${prefix}-${handedOver++}`;
    void auditLogService.log({ action: "post.updated", resourceType: "post", resourceId });
  }
}

/** Flushes as instrumentation.ts does. Next itself does not wait for it: there the exit handler keeps what is left. */
function endOnSignal(): void {
  process.once("SIGTERM", () => {
    isStopping = true;
    console.log(handedOver);
    void auditLogService.flush().then(() => process.exit());
  });
}

let isStopping = false;

if (how === "sigterm") {
  endOnSignal();
  console.log("ready");
  while (!isStopping) {
    hand(5);
    await turn();
  }
} else {
  hand(50);
  if (how === "under-way") while ((await auditLogService.health()).pending < 50) await turn();
  console.log(handedOver);
  process.exit();
}
