import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { SealError, unseal } from "@/modules/auditLog/delivery/seal";
import type { SpoolRecord } from "@/modules/auditLog/delivery/spool/record";

/** One dropped entry found in a log: its record, or why that can't be opened. `line` counts from 1. */
export type Found = { line: number; record: SpoolRecord } | { line: number; problem: string };

// Every value in our line is free of quotes and escapes, so that it is found as it stands behind a prefix,
// among fields of a collector's own, and as a string within a collector's JSON, where the quotes are `\"`.
const eventPattern = /"event\\*"\s*:\s*\\*"audit_log\.entry_dropped\\*"/;
const sealedPattern = /"entry\\*"\s*:\s*\\*"([\w.-]*)/g;

/** The dropped entries in a log of any size and kind; every other line is passed over. */
export async function* findDropped(input: Readable): AsyncGenerator<Found> {
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (!eventPattern.test(text)) continue;
    const sealed = [...text.matchAll(sealedPattern)].map(([, value = ""]) => value);
    if (sealed.length === 0) yield { line, problem: "holds no sealed entry" };
    for (const each of sealed) yield { line, ...open(each) };
  }
}

function open(sealed: string): { record: SpoolRecord } | { problem: string } {
  try {
    return { record: unseal(sealed) };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { problem: error.message };
  }
}
