import type { ReplayCounts } from "@/modules/auditLog/delivery/replay";
import type { Verdict } from "@/modules/auditLog/delivery/spool/spool";

export function countVerdicts(verdicts: readonly Verdict[]): ReplayCounts {
  const counts = { stored: 0, withdrawn: 0, waiting: 0, dead: 0 };
  for (const verdict of verdicts) counts[typeof verdict === "string" ? verdict : "dead"] += 1;
  return counts;
}

export function addCounts(one: ReplayCounts, other: ReplayCounts): ReplayCounts {
  return {
    stored: one.stored + other.stored,
    withdrawn: one.withdrawn + other.withdrawn,
    waiting: one.waiting + other.waiting,
    dead: one.dead + other.dead,
  };
}

/** As lines for a person. */
export function describeCounts({ stored, withdrawn, waiting, dead }: ReplayCounts): string[] {
  return [
    `${stored} in the table, now or already`,
    ...(withdrawn > 0 ? [`${withdrawn} passed over: their transaction was rolled back`] : []),
    ...(waiting > 0 ? [`${waiting} not taken now: run this again once the database takes entries`] : []),
    ...(dead > 0 ? [`${dead} refused by the database`] : []),
  ];
}

/** Whether nothing is left to store. */
export function isAllDone({ waiting, dead }: ReplayCounts): boolean {
  return waiting + dead === 0;
}
