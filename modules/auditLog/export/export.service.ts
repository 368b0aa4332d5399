import { exportEntries } from "./exportEntries";
import { runningExports, stopExports } from "./runs";

/** The log as a file, and what became of such files in this process. */
export const auditLogExportService = { exportEntries, runningExports, close: stopExports };
