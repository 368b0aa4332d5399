import { firstIdAt, instantOf } from "@/modules/auditLog/capture/id";
import type { Segments } from "./keyset.repo";

const monthsBack = [0, 1, 3, 9];
const firstId = "00000000-0000-0000-0000-000000000000";

/**
 * A range cut at months, the newest alone and older ones together. What has a page's worth of entries lately is read
 * in one partition or two, where otherwise each has to be asked for its newest; what has none lately takes as long.
 */
export function segmentsOf(range: { from: string | null; before: string }, now: Date): Segments {
  const from = range.from ?? firstId;
  const latest = new Date(Math.min(instantOf(range.before).getTime(), now.getTime()));
  const borders = monthsBack
    .map((months) => firstIdAt(new Date(Date.UTC(latest.getUTCFullYear(), latest.getUTCMonth() - months))))
    .filter((border) => border > from && border < range.before);
  return { since: [...borders, from], before: [range.before, ...borders] };
}
