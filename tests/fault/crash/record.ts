import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogInput, Receipt } from "@/modules/auditLog/auditLog.types";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import type { Random } from "./random";
import type { Line } from "./report";

export type Caller = {
  round: number;
  random: Random;
  newToken: () => string;
  report: (line: Line) => void;
};

type Named = { token: string; isAlone: boolean };

/** The token is the resource; what it is called says whether it has a mutation. */
export function entryOf({ round, random }: Caller, { token, isAlone }: Named): AuditLogInput<"post.updated"> {
  return {
    actorId: "u1",
    action: "post.updated",
    resourceType: `crash-${round}`,
    resourceId: token,
    resourceName: isAlone ? "alone" : "mutation",
    changes: { body: { from: "", to: "x".repeat(random.chance(0.05) ? 4_000 : 40) } },
    ...(isRelated(token) ? { related: [{ type: "crash", id: token }] } : {}),
  };
}

/** Whether its entry names another resource as well. */
export function isRelated(token: string): boolean {
  return token.endsWith("7");
}

/** Logs, and reports the receipt once log() returned. */
export function record(caller: Caller, token: string, tx?: Transaction): Promise<void> {
  const entry = entryOf(caller, { token, isAlone: tx === undefined });
  const log = async () => [await auditLogService.log(entry, tx ? { tx } : {})];
  return reporting(caller, { tokens: [token], log, inTransaction: tx !== undefined });
}

export function recordMany(caller: Caller, tokens: string[], tx?: Transaction): Promise<void> {
  const entries = tokens.map((token) => entryOf(caller, { token, isAlone: tx === undefined }));
  const log = () => auditLogService.logMany(entries, tx ? { tx } : {});
  return reporting(caller, { tokens, log, inTransaction: tx !== undefined });
}

type Logging = { tokens: string[]; log: () => Promise<Receipt[]>; inTransaction: boolean };

async function reporting({ report }: Caller, { tokens, log, inTransaction }: Logging): Promise<void> {
  const started = performance.now();
  try {
    const receipts = await log();
    const ms = Math.round(performance.now() - started);
    tokens.forEach((token, at) => {
      const { id = "", status = "dropped" } = receipts[at] ?? {};
      report({ kind: "entry", token, id, status, ms, inTransaction });
    });
  } catch (error) {
    for (const token of tokens) report({ kind: "broken", token, code: codeOf(error) });
  }
}
