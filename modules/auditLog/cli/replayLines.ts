import type { SpoolRecord } from "@/modules/auditLog/delivery/spool/record";
import type { Verdict } from "@/modules/auditLog/delivery/spool/spool";
import type { Terminal } from "./command";
import { addCounts, countVerdicts, describeCounts, isAllDone } from "./counts";
import { findDropped } from "./droppedLines";

const chunkSize = 500;
/** A log of another secret has a problem on every line; these are enough to know. */
const maxProblems = 20;

type Redeliver = (records: SpoolRecord[]) => Promise<Verdict[]>;

/** Hands over the dropped entries of a log on standard input, and tells what became of them. */
export async function replayLines(terminal: Terminal, redeliver: Redeliver): Promise<number> {
  const { input, say, complain } = terminal;
  let counts = countVerdicts([]);
  let problems = 0;
  let chunk: SpoolRecord[] = [];
  const handOver = async () => {
    const verdicts = await redeliver(chunk);
    complainOfRefused(terminal, chunk, verdicts);
    counts = addCounts(counts, countVerdicts(verdicts));
    chunk = [];
    return verdicts.some((verdict) => verdict !== "waiting");
  };

  for await (const found of findDropped(input)) {
    if ("problem" in found) {
      if (++problems <= maxProblems) complain(`Line ${found.line}: the entry ${found.problem}.`);
      continue;
    }
    chunk.push(found.record);
    if (chunk.length === chunkSize && !(await handOver())) {
      complain(`Stopped at line ${found.line}: the database takes no entries now.`);
      break;
    }
  }
  if (chunk.length > 0) await handOver();
  for (const line of describeCounts(counts)) say(line);
  if (problems > 0) say(`${problems} could not be opened`);
  return problems === 0 && isAllDone(counts) ? 0 : 1;
}

function complainOfRefused({ complain }: Terminal, records: SpoolRecord[], verdicts: Verdict[]): void {
  for (const [at, verdict] of verdicts.entries()) {
    if (typeof verdict === "object")
      complain(`Entry ${records[at]?.entry.id}: refused with ${verdict.deadLetter}.`);
  }
}
