import { parseArgs } from "node:util";
import { readEnv } from "@/env";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ReplayCounts } from "@/modules/auditLog/delivery/replay";
import { UsageError, type Terminal, type Verb } from "./command";
import { describeCounts, isAllDone } from "./counts";
import { replayLines } from "./replayLines";
import { readSpoolFolder } from "./spoolFolder";

const help = `Usage: npm run audit -- replay < application.log
       npm run audit -- replay --spool
       npm run audit -- replay --dead-letters

Stores entries that could not be stored when they were made. One that is in the table already is left as it
is, so that every form can be run again; one of a transaction is stored only if that was committed.

  (no option)      takes the audit_log.entry_dropped lines from standard input and passes over all others;
                   what a log collector put around them does no harm
  --spool          takes the files that dead processes left in the spool folder
  --dead-letters   takes the entries that the database refused, after what made it refuse them is mended

Exit code: 0, or 1 if an entry is still not stored, or 2 if called wrongly.`;

export const replay: Verb = {
  summary: "store what could not be stored: dropped lines, the spool, dead letters",
  help,
  run: async (args, terminal) => {
    const { values } = parseArgs({
      args,
      options: { spool: { type: "boolean" }, "dead-letters": { type: "boolean" } },
    });
    if (values.spool && values["dead-letters"])
      throw new UsageError("Give --spool or --dead-letters, one at a time.");
    // Draining a folder that can't be read finds nothing, and says nothing.
    if (values.spool || values["dead-letters"]) await readSpoolFolder(readEnv().AUDIT_LOG_SPOOL_DIR);
    if (values.spool) return replayKept(terminal, auditLogService.replaySpool);
    if (values["dead-letters"]) return replayKept(terminal, auditLogService.replayDeadLetters);
    if (terminal.input.isTTY)
      throw new UsageError(
        "There is nothing on standard input: give it the log, as in `replay < application.log`.",
      );
    return replayLines(terminal, auditLogService.redeliver);
  },
};

async function replayKept({ say }: Terminal, hand: () => Promise<ReplayCounts>): Promise<number> {
  const counts = await hand();
  for (const line of describeCounts(counts)) say(line);
  if (counts.dead > 0) say("npm run audit -- health lists the dead letters with their error codes.");
  const { spooled } = await auditLogService.health();
  if (spooled > 0) say(`${spooled} still wait in the spool`);
  return isAllDone(counts) && spooled === 0 ? 0 : 1;
}
