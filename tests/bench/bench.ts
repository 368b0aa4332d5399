import { migrateDatabase } from "@/db/migrate";
import { drawChart } from "./chart";
import { fillLog, type FilledLog } from "./log/fill";
import { describeMachine } from "./machine";
import { parseOptions, type Options, type ScenarioName } from "./options";
import { createPlainTables, indexPlainTable } from "./plain";
import { writeMarkdown, writeResults } from "./report";
import type { Bench } from "./scenario";
import { startServer } from "./server";
import { toCount } from "./text";

const run: Record<ScenarioName, (bench: Bench) => Promise<void>> = {
  reads: async (bench) => (await import("./scenarios/reads")).benchReads(bench),
  planning: async (bench) => (await import("./scenarios/planning")).benchPlanning(bench),
  size: async (bench) => (await import("./scenarios/size")).benchSize(bench),
  writes: async (bench) => (await import("./scenarios/writes")).benchWrites(bench),
  bulk: async (bench) => (await import("./scenarios/bulk")).benchBulk(bench),
  feed: async (bench) => (await import("./scenarios/feed")).benchFeed(bench),
  export: async (bench) => (await import("./scenarios/export")).benchExport(bench),
  throughput: async (bench) => (await import("./scenarios/throughput")).benchThroughput(bench),
  lone: async (bench) => (await import("./scenarios/lone")).benchLone(bench),
  edit: async (bench) => (await import("./scenarios/edit")).benchEdit(bench),
  month: async (bench) => (await import("./scenarios/month")).benchMonth(bench),
  user: async (bench) => (await import("./scenarios/user")).benchUser(bench),
};

const options = optionsOrExit();
const { sql, url, stop } = await startServer(options);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stop().finally(() => process.exit(1)));
}
try {
  await migrateDatabase(url);
  await createPlainTables(sql);
  await indexPlainTable(sql);
  const machine = await describeMachine(sql);
  console.log(
    Object.entries(machine)
      .map((fact) => fact.join(": "))
      .join("\n"),
  );
  await benchAll();
  const results = await writeResults({
    options: process.argv.slice(2).join(" "),
    rows: options.rows,
    machine,
  });
  if (options.markdown !== undefined) await writeMarkdown(results, options.markdown);
  if (options.isDrawn) await drawChart(results);
} finally {
  await stop();
}

function optionsOrExit(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

async function benchAll(): Promise<void> {
  // What Next's server loads before anything else: request scopes need it, and it changes globals.
  await import("next/dist/server/node-environment.js");
  const { openRequestScope } = await import("./request");
  const { closeDatabase } = await import("@/db/drizzle");
  const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
  const { rows, growTo, isLong, scenarios } = options;
  const logs = keepLogs();
  const bench: Bench = { sql, url, rows, isLong, filled: logs.filled, inRequest: await openRequestScope() };
  if (growTo !== undefined) bench.growTo = growTo;
  try {
    await auditLogService.createPartitions();
    for (const scenario of scenarios) await runOne(scenario, bench);
  } finally {
    await logs.close();
    await auditLogService.close();
    await closeDatabase();
  }
}

/** One that fails takes nothing from the others, which may have run for an hour. */
async function runOne(scenario: ScenarioName, bench: Bench): Promise<void> {
  try {
    await run[scenario](bench);
  } catch (error) {
    console.error(`\nThe scenario ${scenario} failed:`, error);
    process.exitCode = 1;
  }
}

/** Logs that are made once for all scenarios. */
function keepLogs() {
  const logs = new Map<number, Promise<FilledLog>>();
  const filled: Bench["filled"] = (entries = options.rows) => {
    const log = logs.get(entries) ?? fill(entries);
    logs.set(entries, log);
    return log;
  };
  const close = async () => {
    const settled = await Promise.allSettled(logs.values());
    for (const log of settled) if (log.status === "fulfilled") await log.value.sql.end();
  };
  return { filled, close };
}

async function fill(rows: number): Promise<FilledLog> {
  const start = performance.now();
  console.log(`\nFilling a database with ${toCount(rows)} entries…`);
  const tables = rows === options.rows ? (["log", "plain"] as const) : (["log"] as const);
  const log = await fillLog({ sql, url }, { rows, tables });
  console.log(`That took ${((performance.now() - start) / 1_000).toFixed(1)} s.`);
  return log;
}
