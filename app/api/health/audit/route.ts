import { setTimeout } from "node:timers/promises";
import { reportError } from "@/app/_errors/report";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

export const dynamic = "force-dynamic";

const timeoutMs = 2_000;

/**
 * How delivery of the audit log fares in this process: numbers, codes and instants. 200 while no entry is
 * lost (`ok`, `degraded`), 503 for `failing`, also where that can't be told in time.
 */
export async function GET(): Promise<Response> {
  try {
    const late = setTimeout(timeoutMs, null, { ref: false });
    const health = await Promise.race([auditLogService.health(), late]);
    return respond(health ?? { status: "failing" });
  } catch (error) {
    reportError(error, "route");
    return respond({ status: "failing" });
  }
}

function respond(health: { status: "ok" | "degraded" | "failing" }): Response {
  return Response.json(health, {
    status: health.status === "failing" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
