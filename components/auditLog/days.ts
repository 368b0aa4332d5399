import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { isRepeat } from "@/modules/auditLog/reading/repeats.types";

/** Neighbours that tell the same again, newest first; most often one entry. */
export type Run = readonly [AuditLogEntry, ...AuditLogEntry[]];

/** The runs of one calendar day, newest first. */
export type Day = { at: Date; runs: Run[] };

/** A list by days, and by runs within a day. `dayOf` tells the day of an instant in the viewer's zone. */
export function toDays(entries: readonly AuditLogEntry[], dayOf: (at: Date) => string): Day[] {
  const days: { name: string; at: Date; runs: [AuditLogEntry, ...AuditLogEntry[]][] }[] = [];
  for (const entry of entries) {
    const name = dayOf(entry.createdAt);
    const day = days.at(-1);
    const run = day?.runs.at(-1);
    const newer = run?.at(-1);
    if (day?.name !== name) days.push({ name, at: entry.createdAt, runs: [[entry]] });
    else if (newer && isRepeat(newer, entry)) run?.push(entry);
    else day.runs.push([entry]);
  }
  return days;
}
