import { codeOf } from "@/modules/auditLog/delivery/failures";
import { frame, maxLineBytes } from "./frame";
import type { SpoolRecord } from "./record";

/** Records as they are written. */
export type Batch = { bytes: Buffer; records: number; oldest: string | null };

/** The records' lines, or the code for which they can't be written. */
export function toBatch(records: SpoolRecord[]): Batch | string {
  try {
    const lines = records.map((record) => frame(JSON.stringify(record)));
    if (lines.some(({ length }) => length > maxLineBytes)) return "RECORD_TOO_LARGE";
    return { bytes: Buffer.concat(lines), records: records.length, oldest: records[0]?.at ?? null };
  } catch (error) {
    return codeOf(error);
  }
}
