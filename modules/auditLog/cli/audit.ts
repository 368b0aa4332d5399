import { closeDatabase } from "@/db/drizzle";
import { explainFailure } from "@/db/failure";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { runCommand } from "./command";
import { exportVerb } from "./export";
import { health } from "./health";
import { importVerb } from "./import";
import { maintain } from "./maintain";
import { replay } from "./replay";

// npm run audit -- <command> [options]
const verbs = { replay, health, maintain, export: exportVerb, import: importVerb };
const terminal = { input: process.stdin, output: process.stdout, say: console.log, complain: console.error };

try {
  process.exitCode = await runCommand(verbs, process.argv.slice(2), terminal);
} catch (error) {
  console.error(explainFailure(error, process.env["DATABASE_URL"]));
  process.exitCode = 1;
} finally {
  await auditLogService.close();
  await closeDatabase();
}
