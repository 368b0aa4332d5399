import { parseArgs } from "node:util";
import { readEnv } from "@/env";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { adviceOn } from "@/modules/auditLog/errorCodes.types";
import type { Verb } from "./command";
import { readSpoolFolder, type WaitingFile } from "./spoolFolder";

const help = `Usage: npm run audit -- health

Tells what the spool folder holds: entries that wait to be stored, and dead letters, which the database
refused; never what stands in them. What a running process did since its start is at /api/health/audit.

Exit code: 0, or 1 if any entry waits or is dead, or 2 if called wrongly.`;

const writers: Record<WaitingFile["writer"], string> = {
  running: "of a running process, which stores them itself",
  gone: "left by a process that has ended: the next one stores them, or npm run audit -- replay --spool",
  elsewhere: "of a process on another machine or in another container",
};

type Say = (line: string) => void;

export const health: Verb = {
  summary: "tell what waits in the spool and what the database refused",
  help,
  run: async (args, { say }) => {
    parseArgs({ args });
    const folder = readEnv().AUDIT_LOG_SPOOL_DIR;
    const files = (await readSpoolFolder(folder)).filter(({ waiting, damaged }) => waiting + damaged > 0);
    const codes = new Set(files.flatMap((file) => [...file.codes.keys()]));
    tellWaiting(say, { folder, files });
    for (const code of await tellDeadLetters(say)) codes.add(code);
    for (const code of codes) tellAdvice(say, code);
    return codes.size > 0 ? 1 : 0;
  },
};

function tellWaiting(say: Say, { folder, files }: { folder: string; files: WaitingFile[] }): void {
  const total = files.reduce((sum, { waiting }) => sum + waiting, 0);
  say(`Waiting in ${folder}: ${total === 0 ? "none" : total}`);
  for (const { name, writer, waiting, damaged, bytes, oldest, codes } of files) {
    say(`  ${name}: ${waiting} (${bytes} bytes), ${writers[writer]}`);
    if (oldest) say(`    the oldest since ${oldest}; why: ${[...codes.keys()].join(", ")}`);
    if (damaged > 0) say(`    ${damaged} damaged lines, which were never acknowledged or were altered since`);
  }
}

/** Answers with their codes. */
async function tellDeadLetters(say: Say): Promise<string[]> {
  const deadLetters = await auditLogService.deadLetters();
  say(`Dead letters: ${deadLetters.length === 0 ? "none" : deadLetters.length}`);
  for (const { record, code, at } of deadLetters)
    say(`  ${record?.entry.id ?? "unknown id"}  ${code}  ${at}`);
  if (deadLetters.length > 0) say("  After the cause is mended: npm run audit -- replay --dead-letters");
  return deadLetters.map(({ code }) => code);
}

function tellAdvice(say: Say, code: string): void {
  const { meaning, remedy } = adviceOn(code);
  say(`${code}: ${meaning} ${remedy}`);
}
