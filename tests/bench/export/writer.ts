import { answerEach } from "@/tests/bench/feed/worker";
import { createSqlClient, endSqlClient } from "@/db/drizzle";
import { auditLogExportService } from "@/modules/auditLog/export/export.service";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import type { Way } from "./processes";

// Another database needs another process: the application knows but one.
answerEach<{ way: Way }>(async ({ way }) => {
  const memory = watchMemory();
  const start = performance.now();
  const rows = way === "copy" ? await copy() : await exportAs(way);
  return { milliseconds: performance.now() - start, rows, growth: memory.stop() };
});

/** What reading all of it costs at least: the server's own export of the same columns, thrown away. */
async function copy(): Promise<number> {
  const sql = createSqlClient({ max: 1 });
  const stream =
    await sql`copy (select id, organization_id, actor_type, actor_id, actor_name, impersonator_id,
    impersonator_name, action, outcome, resource_type, resource_id, resource_name, changes, metadata, ip, user_agent,
    request_id, created_at, recorded_at from audit_logs) to stdout`.readable();
  let rows = 0;
  // The server sends a message a row. The driver's pauses are left out: it does not always come back from them.
  stream.on("data", () => void rows++);
  await new Promise((resolve, reject) => stream.once("end", resolve).once("error", reject));
  await endSqlClient(sql, { timeout: 1 });
  return rows;
}

async function exportAs(format: Exclude<Way, "copy">): Promise<number> {
  const request = { filter: emptyFilter, format, viewer: "operator", query: "" } as const;
  const { body, progress } = await auditLogExportService.exportEntries({ allOrganizations: true }, request);
  const reader = body.getReader();
  while (!(await reader.read()).done);
  if (progress.state !== "complete") throw new Error(`The export broke off (${progress.code})`);
  return progress.rows;
}

/** How far the process's memory rises above where it is now, in MB. */
function watchMemory() {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => void (peak = Math.max(peak, process.memoryUsage.rss()));
  const looking = setInterval(look, 10);
  const stop = () => {
    look();
    clearInterval(looking);
    return (peak - before) / 2 ** 20;
  };
  return { stop };
}
