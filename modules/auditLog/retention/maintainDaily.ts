import { codeOf } from "@/modules/auditLog/delivery/failures";
import { maintain } from "./maintain";

const dayMs = 24 * 60 * 60 * 1_000;

/** Maintains the log once a day for as long as the process runs, and keeps no process running. */
export function maintainDaily(): void {
  setInterval(() => void maintainQuietly(), dayMs).unref();
}

/** What is left to do is told on stderr, by its codes, and stops nothing: the next day tries again. */
export async function maintainQuietly(): Promise<void> {
  try {
    const { left } = await maintain();
    const tasks = left.filter(({ code }) => code !== "ELSEWHERE");
    if (tasks.length > 0) tell({ left: tasks.map(({ task, code }) => ({ task, code })) });
  } catch (error) {
    tell({ code: codeOf(error) });
  }
}

function tell(details: object): void {
  console.error(JSON.stringify({ level: "error", event: "audit_log.maintenance_incomplete", ...details }));
}
