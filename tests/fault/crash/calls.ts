import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { inTransaction, type Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { codeOf } from "@/modules/auditLog/delivery/failures";
import { entryOf, record, recordMany, type Caller } from "./record";

/** A business operation's own change of mind. */
class Undo extends Error {}

/** One business operation within a transaction; `kept` gathers what it wrote there. */
type Scope = { caller: Caller; call: string; tx: Transaction; kept: string[] };

type Operation = (scope: Scope) => Promise<void>;

const operations: [Operation, ...Operation[]] = [
  mutate,
  mutateTwice,
  mutateMany,
  mutateInParallel,
  mutateOrNothing,
  mutateInSavepoints,
  mutateInSavepoints,
  changeItsMind,
];

/** Something an application does: it logs by itself, several things at once, or in a transaction. */
export async function callAgain(caller: Caller): Promise<void> {
  const { random, newToken } = caller;
  if (random.chance(0.25)) return record(caller, newToken());
  if (random.chance(0.1)) return recordMany(caller, newTokens(caller, random.between(2, 20)));
  return transact(caller, random.pick(operations));
}

async function transact(caller: Caller, operation: Operation): Promise<void> {
  const call = caller.newToken();
  let kept: string[] = [];
  let isCommitting = false;
  try {
    await inTransaction(async (tx) => {
      isCommitting = false;
      kept = [];
      await operation({ caller, call, tx, kept });
      isCommitting = true;
    });
    caller.report({ kind: "call", call, outcome: "resolved", kept, code: null });
  } catch (error) {
    const outcome = isCommitting ? "unknown" : "rejected";
    const code = error instanceof Undo ? "UNDO" : codeOf(error);
    caller.report({ kind: "call", call, outcome, kept: [...kept], code });
  }
}

async function mutate(scope: Scope): Promise<void> {
  const { caller, tx, kept } = scope;
  const token = caller.newToken();
  const isEntryFirst = caller.random.chance(0.3);
  if (isEntryFirst) await record(caller, token, tx);
  await insert(scope, [token]);
  if (!isEntryFirst) await record(caller, token, tx);
  kept.push(token);
}

async function mutateTwice(scope: Scope): Promise<void> {
  await mutate(scope);
  await delay(scope.caller.random.between(0, 20));
  await mutate(scope);
}

async function mutateMany(scope: Scope): Promise<void> {
  const tokens = newTokens(scope.caller, scope.caller.random.between(2, 20));
  await insert(scope, tokens);
  await recordMany(scope.caller, tokens, scope.tx);
  scope.kept.push(...tokens);
}

async function mutateInParallel(scope: Scope): Promise<void> {
  await Promise.all([mutate(scope), mutate(scope), mutate(scope)]);
}

/** Fail-closed: what can't be recorded does not happen. */
async function mutateOrNothing(scope: Scope): Promise<void> {
  const token = scope.caller.newToken();
  await insert(scope, [token]);
  await auditLogService.logRequired(entryOf(scope.caller, { token, isAlone: false }), { tx: scope.tx });
  scope.kept.push(token);
}

async function mutateInSavepoints(scope: Scope): Promise<void> {
  const { random } = scope.caller;
  if (random.chance(0.7)) await mutate(scope);
  await inSavepoint(scope, { isUndone: random.chance(0.5) }, async (inner) => {
    await mutate(inner);
    await inSavepoint(inner, { isUndone: random.chance(0.5) }, mutate);
    if (random.chance(0.5)) await mutate(inner);
  });
  if (random.chance(0.7)) await mutate(scope);
}

async function inSavepoint(
  scope: Scope,
  { isUndone }: { isUndone: boolean },
  operation: Operation,
): Promise<void> {
  const kept: string[] = [];
  try {
    await scope.tx.transaction(async (tx) => {
      await operation({ ...scope, tx, kept });
      if (isUndone) throw new Undo();
    });
    scope.kept.push(...kept);
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
}

/** A refused attempt is recorded by itself, and outlives the transaction that it undoes. */
async function changeItsMind(scope: Scope): Promise<void> {
  await mutate(scope);
  await record(scope.caller, scope.caller.newToken());
  throw new Undo();
}

async function insert({ caller, call, tx }: Scope, tokens: string[]): Promise<void> {
  const rows = tokens.map((token) => sql`(${token}, ${call}, ${caller.round})`);
  await tx.execute(sql`insert into crash_mutations (token, call, round) values ${sql.join(rows, sql`, `)}`);
}

function newTokens({ newToken }: Caller, length: number): string[] {
  return Array.from({ length }, newToken);
}
