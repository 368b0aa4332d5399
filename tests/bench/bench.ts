import { migrateDatabase } from "@/db/migrate";
import { describeMachine } from "./machine";
import { readOptions, type ScenarioName } from "./options";
import { createPlainTable } from "./plain";
import { writeResults } from "./report";
import { startServer } from "./server";

const options = readOptions(process.argv.slice(2));
const { sql, url, stop } = await startServer(options);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stop().finally(() => process.exit(1)));
}
try {
  await migrateDatabase(url);
  await createPlainTable(sql);
  const machine = await describeMachine(sql);
  console.log(
    Object.entries(machine)
      .map((fact) => fact.join(": "))
      .join("\n"),
  );
  await benchAll();
  await writeResults(machine);
} finally {
  await stop();
}

async function benchAll(): Promise<void> {
  // What Next's server loads before anything else: request scopes need it, and it changes globals.
  await import("next/dist/server/node-environment.js");
  const { openRequestScope } = await import("./request");
  const { closeDatabase } = await import("@/db/drizzle");
  const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
  const bench = { sql, url, rows: options.rows, inRequest: await openRequestScope() };
  const run: Record<ScenarioName, () => Promise<void>> = {
    page: async () => (await import("./scenarios/page")).benchPage(bench),
    feed: async () => (await import("./scenarios/feed")).benchFeed(bench),
    export: async () => (await import("./scenarios/export")).benchExport(bench),
    throughput: async () => (await import("./scenarios/throughput")).benchThroughput(bench),
    lone: async () => (await import("./scenarios/lone")).benchLone(bench),
    edit: async () => (await import("./scenarios/edit")).benchEdit(bench),
  };
  try {
    await auditLogService.createPartitions();
    for (const scenario of options.scenarios) await run[scenario]();
  } finally {
    await auditLogService.close();
    await closeDatabase();
  }
}
