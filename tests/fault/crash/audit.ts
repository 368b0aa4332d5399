import { isRelated } from "./record";
import type { Ledger } from "./ledger";
import type { Line } from "./report";

/** Far above the two seconds of the contract and the longest fault: it tells a bounded wait from one without end. */
const longestWaitMs = 15_000;

type EntryLine = Extract<Line, { kind: "entry" }>;
type CallLine = Extract<Line, { kind: "call" }>;

/** What a round's process said, and what the database has of it. */
export type Round = { lines: Line[]; ledger: Ledger };

/** Everything by which the two contradict each other, in words. */
export function findContradictions({ lines, ledger }: Round): string[] {
  return [
    ...lines.flatMap((line) => {
      if (line.kind === "entry") return ofReceipt(line, ledger);
      if (line.kind === "call") return ofCall(line, ledger);
      return [`${line.token}: log() rejected with ${line.code}`];
    }),
    ...[...ledger.entries.keys()].flatMap((token) => ofStored(token, ledger)),
    ...[...ledger.mutations]
      .filter((token) => !ledger.entries.has(token))
      .map((token) => `${token}: a mutation without its entry`),
    ...[...ledger.related.keys()]
      .filter((token) => !ledger.entries.has(token))
      .map((token) => `${token}: related to an entry that is not there`),
  ];
}

function ofReceipt({ token, id, status, ms, inTransaction }: EntryLine, { entries }: Ledger): string[] {
  const problems: string[] = [];
  const stored = entries.get(token)?.[0];
  if (ms > longestWaitMs) problems.push(`${token}: log() took ${ms} ms`);
  if (stored && stored.id !== id) problems.push(`${token}: stored under another id than the receipt's`);
  // What became of one in a transaction, the transaction decides.
  if (inTransaction) return problems;
  if (status === "dropped") problems.push(`${token}: dropped`);
  if (status !== "dropped" && !stored) problems.push(`${token}: ${status}, and lost`);
  return problems;
}

function ofCall({ call, outcome, kept, code }: CallLine, { calls }: Ledger): string[] {
  const present = new Set(calls.get(call));
  const isUndone = present.size === 0;
  const isCommitted = present.size === kept.length && kept.every((token) => present.has(token));
  const isTrue = outcome === "resolved" ? isCommitted : isUndone || (outcome === "unknown" && isCommitted);
  if (isTrue) return [];
  return [
    `${call}: ${outcome} (${code ?? "no error"}), but ${present.size} of ${kept.length} mutations are there`,
  ];
}

function ofStored(token: string, { entries, mutations, related }: Ledger): string[] {
  const problems: string[] = [];
  const stored = entries.get(token) ?? [];
  if (stored.length > 1) problems.push(`${token}: stored ${stored.length} times`);
  if (stored[0]?.name === "mutation" && !mutations.has(token))
    problems.push(`${token}: an entry without its mutation`);
  if (related.get(token) !== (isRelated(token) ? 1 : undefined))
    problems.push(`${token}: related ${related.get(token) ?? 0} times`);
  return problems;
}

export type Counts = Record<string, number>;

/** `replayed`: spooled, and in the table now. `unknown`: calls that rejected while their COMMIT was under way. */
export function countRounds(rounds: Round[]): Counts {
  const receipts = rounds.flatMap(({ lines }) => lines.filter((line) => line.kind === "entry"));
  const calls = rounds.flatMap(({ lines }) => lines.filter((line) => line.kind === "call"));
  const stored = new Set(rounds.flatMap(({ ledger }) => [...ledger.entries.keys()]));
  const spooled = receipts.filter(({ status }) => status === "spooled");
  const having = (outcome: CallLine["outcome"]) => calls.filter((call) => call.outcome === outcome).length;
  return {
    logged: receipts.length,
    stored: receipts.filter(({ status }) => status === "stored").length,
    spooled: spooled.length,
    "spooled in transactions": spooled.filter(({ inTransaction }) => inTransaction).length,
    replayed: spooled.filter(({ token }) => stored.has(token)).length,
    "gone with their transaction": receipts.filter(({ status }) => status === "dropped").length,
    transactions: calls.length,
    resolved: having("resolved"),
    rejected: having("rejected"),
    "unknown commits": having("unknown"),
    mutations: rounds.reduce((sum, { ledger }) => sum + ledger.mutations.size, 0),
    rows: stored.size,
    "longest log() in ms": receipts.reduce((longest, { ms }) => Math.max(longest, ms), 0),
  };
}
