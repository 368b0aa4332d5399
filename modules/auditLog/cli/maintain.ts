import { parseArgs } from "node:util";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type {
  Maintenance,
  MaintenanceTask,
  MonthCount,
  Packing,
} from "@/modules/auditLog/retention/maintenance.types";
import type { Verb } from "./command";
import { sizeOf } from "./exportOutput";

const help = `Usage: npm run audit -- maintain

Does all that is due for the log's tables, and prints what it did:

  - entries that fell into the default partition, since their month had none, are moved to a partition of
    their own, unchanged; ten years back and three months ahead
  - partitions of the next three months are made
  - the indexes of months that are over are built anew, once, which takes half the space; by the tables'
    owner alone

The log is read and written meanwhile. It can be run at any time, again, and by several at once.

Exit code: 0, or 1 if something is left to do, or 2 if called wrongly.`;

const tasks: Record<MaintenanceTask, string> = {
  finish_move: "to drop what a move left",
  move_home: "to move entries home",
  make_partitions: "to make partitions ahead",
  have_default: "to have a default partition",
  pack: "to pack indexes",
};

export const maintain: Verb = {
  summary: "make partitions ahead, move entries out of the default partition, pack past months",
  help,
  run: async (args, { say }) => {
    parseArgs({ args });
    const done = await auditLogService.maintain();
    for (const line of describe(done)) say(line);
    return done.left.length === 0 ? 0 : 1;
  },
};

function describe({ partitionsMade, movedHome, putBack, staying, packing, left }: Maintenance): string[] {
  return [
    ...movedHome.map((moved) => `Moved home: ${describeMonth(moved)}`),
    ...(putBack > 0 ? [`Put back: ${count(putBack, "row")} that a move had missed`] : []),
    `Partitions made: ${count(partitionsMade, "month")}`,
    ...describeStaying(staying),
    ...describePacking(packing),
    ...left.map(({ task, code, advice }) => `Left to do: ${tasks[task]} (${code}). ${advice}`),
    ...(left.length === 0 ? ["Nothing is left to do."] : []),
  ];
}

function describeStaying({ entries, months, moreMonths }: Maintenance["staying"]): string[] {
  if (months.length === 0) return [];
  const more = moreMonths > 0 ? [`and of ${count(moreMonths, "more month")}`] : [];
  return [
    `In the default partition stay, too far from now for a partition of their own: ${count(entries, "entry")}. They are readable there.`,
    ...[...months.map(describeMonth), ...more].map((line) => `  ${line}`),
  ];
}

function describePacking({ tables, bytesFreed, notOwned }: Packing): string[] {
  const packed = `Indexes packed: ${tables.join(", ")}, ${sizeOf(bytesFreed)} less than before`;
  const others = `Indexes of ${count(notOwned, "past partition")} could be packed by the tables' owner: run this as that role.`;
  return [...(tables.length > 0 ? [packed] : []), ...(notOwned > 0 ? [others] : [])];
}

function describeMonth({ month, entries, related }: MonthCount): string {
  return `${count(entries, "entry")} and ${count(related, "related line")} of ${month}`;
}

function count(number: number, what: string): string {
  const many = what.endsWith("y") ? `${what.slice(0, -1)}ies` : `${what}s`;
  return `${number} ${number === 1 ? what : many}`;
}
